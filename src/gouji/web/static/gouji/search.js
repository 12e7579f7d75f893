// Suggestions under the search box: arrows move, Enter goes there, Escape closes; a combobox for screen readers.
(function () {
  "use strict";
  const input = document.querySelector(".search input");
  const list = document.getElementById("suggestions");
  if (!input || !list) return;
  let at = -1;
  const options = () => Array.from(list.querySelectorAll("[role=option]"));
  function open(yes) {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    if (!yes) mark(-1);
  }
  function mark(position) {
    at = position;
    options().forEach((option, number) => {
      option.setAttribute("aria-selected", String(number === at));
      if (number === at) option.scrollIntoView({ block: "nearest" });
    });
    if (at >= 0) input.setAttribute("aria-activedescendant", options()[at].id);
    else input.removeAttribute("aria-activedescendant");
  }
  list.addEventListener("htmx:afterSwap", () => { mark(-1); open(document.activeElement === input && list.children.length > 0); });
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Escape") open(false);
    else if (event.key === "ArrowDown" && count) { event.preventDefault(); open(true); mark((at + 1) % count); }
    else if (event.key === "ArrowUp" && count) { event.preventDefault(); open(true); mark((at - 1 + count) % count); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); window.location.assign(options()[at].dataset.address); }
  });
  input.addEventListener("input", () => { if (!input.value.trim()) { list.replaceChildren(); open(false); } });
  input.addEventListener("blur", () => setTimeout(() => open(false), 150));
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[data-address]");
    if (option) { event.preventDefault(); window.location.assign(option.dataset.address); }
  });
})();
