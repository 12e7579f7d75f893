// The inspector of figures, the search and the switches of the page. Builds nodes only from text, never from mark-up.
"use strict";
(() => {
  const explanations = JSON.parse(document.getElementById("explanations").textContent);
  const words = JSON.parse(document.getElementById("words").textContent);
  const root = document.documentElement;
  const panel = document.getElementById("inspector");
  const target = document.getElementById("explanation");
  const search = document.getElementById("search");
  const results = document.getElementById("results");
  const figures = [...document.querySelectorAll(".figure")];
  const states = ["bound", "derived", "stated", "typed", "missing", "differs"];
  const deepest = 12;
  let open = null;

  const word = (key) => words[root.dataset.language][key] ?? key;
  const known = (value) => value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && !value.length);
  const stateOf = (figure) => states.find((state) => figure.classList.contains(state));

  function node(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) key === "class" ? (made.className = value) : made.setAttribute(key, value);
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  function text(value) {
    if (Array.isArray(value)) return value.map(text).join("；");
    if (value && typeof value === "object") return Object.entries(value).map(([key, each]) => `${key}：${text(each)}`).join("，");
    return String(value);
  }

  const ratio = (unit) => unit.startsWith(":");
  function amount(each) {
    if (!known(each.value)) return "—";
    return ratio(each.unit ?? "") ? String(each.value) : `${each.value}${each.unit ? ` ${each.unit}` : ""}`;
  }

  function facts(each) {
    const list = node("dl");
    for (const key of ["organisation", "period", "formula", "filled", "origin", "source", "evidence", "author", "time", "note"]) {
      if (known(each[key])) list.append(node("dt", {}, word(key)), node("dd", key === "formula" || key === "filled" ? { class: "formula" } : {}, text(each[key])));
    }
    return list;
  }

  function stated(each) {
    if (!known(each.stated)) return null;
    const head = node("tr", {}, ...["value", "source", "verdict"].map((key) => node("th", {}, word(key))));
    const rows = each.stated.map((claim) => {
      const bad = claim.verdict === "contradicts" || claim.verdict === "suspicious";
      return node("tr", {}, node("td", {}, text(claim.value ?? "—")), node("td", {}, text(claim.source ?? "")), node("td", bad ? { class: "bad" } : {}, word(claim.verdict ?? "")));
    });
    return node("div", {}, node("h3", {}, word("stated_title")), node("table", {}, node("thead", {}, head), node("tbody", {}, ...rows)));
  }

  function entries(each) {
    if (!known(each.entries)) return null;
    const rows = each.entries.map((entry) => (typeof entry === "object" && entry ? entry : { "": entry }));
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const head = node("tr", {}, ...columns.map((column) => node("th", {}, column)));
    const body = rows.map((row) => node("tr", {}, ...columns.map((column) => node("td", {}, known(row[column]) ? text(row[column]) : ""))));
    return node("div", {}, node("h3", {}, `${word("entries")}（${rows.length}）`), node("div", { class: "scroll" }, node("table", {}, node("thead", {}, head), node("tbody", {}, ...body))));
  }

  function operand(reference, path) {
    const each = typeof reference === "object" && reference ? reference : explanations[reference];
    if (!each) return node("li", {}, node("div", { class: "leaf" }, text(reference)));
    const name = [each.label ?? reference, [each.organisation, each.period].filter(known).join("，")].filter(known);
    const head = [node("span", {}, name[0]), " ", node("b", {}, amount(each)), name[1] ? node("small", { class: "quiet" }, `  ${name[1]}`) : null];
    const again = path.includes(reference) || path.length > deepest;
    const box = again ? node("div", { class: "leaf" }, ...head) : node("details", {}, node("summary", {}, ...head));
    if (!again) box.addEventListener("toggle", () => box.childElementCount === 1 && box.append(...details(each, [...path, reference])), { once: true });
    return node("li", {}, box);
  }

  function operands(each, path) {
    if (!known(each.operands)) return null;
    return node("div", {}, node("h3", {}, word("operands")), node("ul", { class: "tree" }, ...each.operands.map((reference) => operand(reference, path))));
  }

  const details = (each, path) => [facts(each), stated(each), operands(each, path), entries(each)].filter((part) => part !== null);

  function occurrences(id) {
    const places = figures.filter((figure) => figure.dataset.id === id);
    if (places.length < 2) return null;
    const next = node("button", { type: "button", class: "jump" }, word("next"));
    next.addEventListener("click", () => go(places[(places.indexOf(open) + 1) % places.length]));
    return node("p", { class: "quiet" }, `${word("occurrences")} ${places.length} `, next);
  }

  function show(id, figure) {
    const each = explanations[id];
    if (!each) return;
    open?.classList.remove("open");
    open = figure ?? figures.find((candidate) => candidate.dataset.id === id) ?? null;
    open?.classList.add("open");
    const state = open ? stateOf(open) : "bound";
    const value = ratio(each.unit ?? "") || !known(each.value) || !each.unit ? [amount(each)] : [String(each.value), node("small", {}, each.unit)];
    const parts = details(each, [id]);
    target.replaceChildren(
      node("h2", {}, text(each.label ?? id), " ", node("span", { class: `pill ${state}` }, word(state))),
      node("p", { class: "value-line" }, ...value),
      ...(parts.some((part) => part.childElementCount) ? parts : [node("p", { class: "hint" }, word("unexplained"))]),
      ...[occurrences(id)].filter((part) => part !== null),
    );
    document.body.classList.add("chosen");
    panel.dataset.id = id;
    panel.scrollTop = 0;
  }

  function go(figure) {
    figure.scrollIntoView({ block: "center" });
    figure.classList.remove("flash");
    void figure.offsetWidth;
    figure.classList.add("flash");
    if (figure.dataset.id) show(figure.dataset.id, figure);
  }

  function close() {
    const last = open;
    open?.classList.remove("open");
    open = null;
    delete panel.dataset.id;
    document.body.classList.remove("chosen");
    target.replaceChildren(node("p", { class: "hint", "data-word": "hint" }, word("hint")));
    last?.focus({ preventScroll: true });
  }

  function find() {
    const wanted = search.value.trim().toLowerCase();
    results.hidden = !wanted;
    if (!wanted) return;
    const hits = Object.entries(explanations).filter(([id, each]) => [id, each.label, each.period, each.organisation, each.value].filter(known).join(" ").toLowerCase().includes(wanted));
    const lines = hits.slice(0, 50).map(([id, each]) => {
      const button = node("button", { type: "button" }, text(each.label ?? id), " ", node("b", {}, amount(each)), " ", node("small", {}, [each.organisation, each.period].filter(known).join("，")));
      button.addEventListener("click", () => {
        const figure = figures.find((candidate) => candidate.dataset.id === id);
        figure ? go(figure) : show(id);
      });
      return node("li", {}, button);
    });
    results.replaceChildren(...(lines.length ? lines : [node("li", { class: "quiet" }, word("none_found"))]));
  }

  function speak(language) {
    root.dataset.language = language;
    for (const each of document.querySelectorAll("[data-word]")) each.textContent = word(each.dataset.word);
    for (const each of document.querySelectorAll("[data-word-placeholder]")) {
      each.placeholder = word(each.dataset.wordPlaceholder);
      each.setAttribute("aria-label", each.placeholder);
    }
    for (const each of document.querySelectorAll("[data-word-label]")) each.setAttribute("aria-label", word(each.dataset.wordLabel));
    document.getElementById("language").lang = language === "zh" ? "en" : "zh-CN";
    if (panel.dataset.id) show(panel.dataset.id, open);
    hint();
    find();
  }

  // A table that does not fit says so: bars to scroll with are hidden on many screens.
  function hint() {
    for (const each of document.querySelectorAll("article .scroll")) {
      each.classList.toggle("overflows", each.scrollWidth > each.clientWidth + 1);
      each.dataset.hint = word("scroll_hint");
    }
  }
  new ResizeObserver(hint).observe(document.querySelector("article"));

  document.addEventListener("click", (event) => {
    const figure = event.target.closest(".figure[data-id]");
    if (figure) show(figure.dataset.id, figure);
  });
  document.addEventListener("keydown", (event) => {
    const figure = event.target.closest?.(".figure[data-id]");
    if (figure && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      show(figure.dataset.id, figure);
    }
    if (event.key === "Escape") close();
  });
  for (const button of document.querySelectorAll(".count")) {
    let last = -1;
    button.addEventListener("click", () => {
      const places = figures.filter((figure) => figure.classList.contains(button.dataset.state));
      last = (last + 1) % places.length;
      go(places[last]);
    });
  }
  document.getElementById("origins").addEventListener("change", (event) => document.body.classList.toggle("origins", event.target.checked));
  document.getElementById("close").addEventListener("click", close);
  document.getElementById("language").addEventListener("click", () => speak(root.dataset.language === "zh" ? "en" : "zh"));
  search.addEventListener("input", find);

  const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
  const watcher = new IntersectionObserver((seen) => {
    for (const each of seen.filter((entry) => entry.isIntersecting)) {
      links.forEach((link) => link.classList.remove("here"));
      links.get(each.target.id)?.classList.add("here");
    }
  }, { rootMargin: "0px 0px -75% 0px" });
  links.forEach((_link, id) => watcher.observe(document.getElementById(id)));
  speak(root.dataset.language);
  const asked = decodeURIComponent(location.hash.slice(1));
  if (asked.startsWith("figure=")) show(asked.slice("figure=".length));
})();
