// Ticks all cells that can be reminded, or only the late ones.
(function () {
  "use strict";
  document.querySelectorAll("[data-tick]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const boxes = document.querySelectorAll("input[name=submission]");
      boxes.forEach((box) => { box.checked = button.dataset.tick === "open" || box.hasAttribute("data-late"); });
    });
  });
})();
