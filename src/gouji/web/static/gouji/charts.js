// Charts of figures: what they draw stands in a JSON block beside them; a click on a point leads down to its figure. The table below says the same.
(function () {
  "use strict";
  const colours = ["#14508c", "#b8860b", "#5b3f8c", "#1b6e3c", "#b3261e", "#56636f"];
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  function series(each, data, wide) {
    return {
      name: each.name, type: data.kind === "line" ? "line" : "bar", data: each.values.map((text) => (text === null ? null : Number(text))),
      label: { show: wide && data.series.length === 1 && each.values.length <= 14, position: data.kind === "bars" ? "right" : "top", formatter: (point) => each.values[point.dataIndex] },
      barMaxWidth: 34, symbolSize: 8, connectNulls: false,
    };
  }
  function draw(place) {
    const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    const chart = echarts.init(place);
    const names = { type: "category", data: data.categories, axisLabel: { rotate: data.kind === "bar" && data.categories.length > 6 ? 35 : 0, hideOverlap: data.kind === "line" } };
    const values = { type: "value", name: data.unit, scale: data.kind === "line", splitLine: { lineStyle: { color: "#e3e8ed" } } };
    const lying = data.kind === "bars";
    chart.setOption({
      animation: !still, color: colours, grid: { left: 12, right: lying ? 70 : 20, top: data.series.length > 1 ? 48 : 34, bottom: 8, containLabel: true },
      legend: data.series.length > 1 ? { top: 0, type: "scroll" } : undefined,
      tooltip: { trigger: "axis", renderMode: "richText", formatter: (points) => [points[0].name].concat(points.map((point) => point.seriesName + "  " + (data.series[point.seriesIndex].values[point.dataIndex] ?? "—") + " " + data.unit)).join("\n") },
      xAxis: lying ? values : names, yAxis: lying ? Object.assign(names, { inverse: true }) : values,
      series: data.series.map((each) => series(each, data, place.clientWidth > 420)),
    });
    chart.on("click", (point) => {
      const links = data.series[point.seriesIndex].links || data.links;
      if (links && links[point.dataIndex]) window.location.assign(links[point.dataIndex]);
    });
    new ResizeObserver(() => chart.resize()).observe(place);
  }
  document.querySelectorAll("[data-chart]").forEach(draw);
})();
