// Choosing an organisation or period shows it at once; the button stays for those without scripts.
(function () {
  "use strict";
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-at-once]");
    if (form) form.requestSubmit();
  });
})();
