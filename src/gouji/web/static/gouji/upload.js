// Handing files in: dropped or chosen, too large ones told at once, how much has been sent.
(function () {
  "use strict";
  for (const form of document.querySelectorAll("form.upload")) {
    const input = form.querySelector("input[type=file]");
    const drop = form.querySelector(".drop");
    const chosen = form.querySelector(".chosen");
    const sent = form.querySelector("progress.sent");
    const limit = Number(form.dataset.limit);

    const tell = () => {
      const files = [...input.files];
      const tooLarge = files.some((file) => file.size > limit);
      input.setCustomValidity(tooLarge ? form.dataset.tooLarge : "");
      chosen.textContent = tooLarge ? form.dataset.tooLarge : files.map((file) => `${file.name} (${file.size < 1e6 ? `${Math.ceil(file.size / 1e3)} KB` : `${(file.size / 1e6).toFixed(1)} MB`})`).join(form.dataset.comma);
      chosen.classList.toggle("bad", tooLarge);
    };
    input.addEventListener("change", tell);
    for (const name of ["dragenter", "dragover"]) {
      drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
    }
    for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      const files = new DataTransfer();
      for (const file of [...event.dataTransfer.files].slice(0, input.multiple ? 20 : 1)) files.items.add(file);
      if (files.files.length) { input.files = files.files; tell(); }
    });
    form.addEventListener("htmx:xhr:progress", (event) => {
      if (!event.detail.total) return;
      sent.hidden = false;
      sent.value = (100 * event.detail.loaded) / event.detail.total;
    });
    form.addEventListener("htmx:afterRequest", () => { sent.hidden = true; });
  }
})();
