// Working through findings: keys for the next and the one before, the document beside follows. The frame is sandboxed: only its address is ours to set.
(function () {
  "use strict";
  const paper = document.getElementById("paper");
  let shown = null;

  function show(number) {
    if (!paper || shown === number) return;
    shown = number;
    paper.contentWindow.location.replace(new URL(`${paper.getAttribute("src")}#f${number}`, location.href));
  }
  function step(by) {
    const cards = [...document.querySelectorAll(".finding")];
    if (!cards.length) return;
    const at = cards.indexOf(document.activeElement.closest(".finding"));
    const next = cards[at < 0 ? (by > 0 ? 0 : cards.length - 1) : Math.min(cards.length - 1, Math.max(0, at + by))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest(".finding");
    if (card) show(card.dataset.number);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-show]");
    if (!button) return;
    shown = null;
    show(button.dataset.show);
    if (window.matchMedia("(max-width: 1100px)").matches) paper.scrollIntoView({ block: "start" });
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const card = event.detail.elt.closest ? event.detail.elt.closest(".finding") : null;
    if (card) document.getElementById(card.id).focus();
  });
})();
