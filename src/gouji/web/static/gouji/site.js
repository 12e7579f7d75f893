// Small things every page needs: notices that go away, errors of partial requests shown where one looks, questions before what cannot be undone.
(function () {
  "use strict";
  function toast(words, kind) {
    const place = document.getElementById("toast");
    const note = document.createElement("p");
    note.className = "notice " + (kind || "done");
    note.textContent = words;
    place.appendChild(note);
    setTimeout(() => note.remove(), kind === "problem" ? 12000 : 5000);
  }
  window.gouji = { toast: toast, csrf: () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"] };
  document.addEventListener("htmx:responseError", (event) => {
    const text = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html").body.textContent.trim();
    toast(text || document.body.dataset.failed, "problem");
  });
  document.addEventListener("htmx:sendError", () => toast(document.body.dataset.unreached, "problem"));
  document.addEventListener("submit", (event) => {
    const { ask, askTicked, needs, missing } = event.submitter ? event.submitter.dataset : {};
    const field = needs && event.target.elements[needs];
    if (field && !field.value.trim()) {  // told where it is missing, before anything is lost
      event.preventDefault();
      field.setCustomValidity(missing);
      field.addEventListener("input", () => field.setCustomValidity(""), { once: true });
      field.reportValidity();
      return;
    }
    const ticked = document.querySelectorAll(`input[type=checkbox][form="${event.target.id}"]:checked, #${event.target.id || "none"} input[type=checkbox]:checked`).length;
    const question = ticked && askTicked ? askTicked.replace("{count}", ticked) : ask;
    if (question && !window.confirm(question)) event.preventDefault();
  });
  // What hangs over its frame and holds nothing to tab to can be scrolled with the keyboard, too.
  function reach() {
    document.querySelectorAll(".scroll").forEach((frame) => {
      const own = frame.dataset.reach !== undefined;
      const over = frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight;
      if (over && !frame.hasAttribute("tabindex")) {
        const named = frame.querySelector("caption") || frame.closest("section, main").querySelector("h1, h2, h3");
        Object.assign(frame, { tabIndex: 0, role: "region", ariaLabel: named ? named.textContent.trim() : document.title });
        frame.dataset.reach = "";
      } else if (!over && own) ["tabindex", "role", "aria-label", "data-reach"].forEach((name) => frame.removeAttribute(name));
    });
  }
  ["DOMContentLoaded", "htmx:afterSettle"].forEach((name) => document.addEventListener(name, reach));
  window.addEventListener("load", reach);
  window.addEventListener("resize", reach);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "k") {
      const search = document.querySelector(".search input");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
  });
})();
