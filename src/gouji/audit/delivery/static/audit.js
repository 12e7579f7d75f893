// Document and findings of an audit: jumping in both directions, filters, keys, decisions and their file. Builds nodes only from text.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const cards = [...document.querySelectorAll(".card")];
  const article = document.querySelector("article");
  const ledger = byId("ledger");
  const state = byId("state");
  const changed = new Map();
  let current = null;
  let dirty = false;

  const visible = () => cards.filter((card) => !card.hidden);
  const chosen = (card) => card.querySelector("input[type=radio]:checked").value;

  const framed = window.top !== window.self;

  function centre(number) {
    if (framed) scrollTo({ top: scrollY + number.getBoundingClientRect().top - innerHeight / 2, behavior: "instant" }); // the page around stays where it is
    else number.scrollIntoView({ block: "center", behavior: "instant" });
  }

  function reach(number) {
    if (!number) return;
    centre(number);
    requestAnimationFrame(() => centre(number)); // blocks above take their real height only now
    number.classList.remove("flash");
    void number.offsetWidth;
    number.classList.add("flash");
  }

  function select(card) {
    current?.classList.remove("on");
    for (const each of document.querySelectorAll("b.on, b.near")) each.classList.remove("on", "near");
    current = card;
    if (!card) return;
    card.classList.add("on");
    byId(card.dataset.spot)?.classList.add("on");
    for (const start of card.dataset.operands.split(" ")) byId(`n${start}`)?.classList.add("near");
  }

  function openCard(card) {
    select(card);
    ledger.hidden = true;
    if (!framed) card.scrollIntoView({ block: "nearest", behavior: "instant" });
    reach(byId(card.dataset.spot));
  }

  function openNumber(number) {
    const wanted = (number.dataset.i ?? "").split(" ").filter(Boolean).map((each) => byId(`f${each}`));
    const own = wanted.filter((card) => card.dataset.spot === number.id);
    const choices = own.length ? own : wanted;
    const card = choices[(choices.indexOf(current) + 1) % choices.length];
    if (card) {
      card.hidden = false;
      select(card);
      if (!framed) card.scrollIntoView({ block: "center", behavior: "instant" });
    }
    tell(number);
  }

  function tell(number) {
    const lines = (number.dataset.k ?? "").split(" ").filter(Boolean).slice(0, 20).map((each) => {
      const line = document.createElement("p");
      line.textContent = data.claims[Number(each)];
      return line;
    });
    ledger.replaceChildren(...lines);
    ledger.hidden = !lines.length;
  }

  function step(by) {
    const list = visible();
    if (!list.length) return;
    const at = list.indexOf(current);
    openCard(list[at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length]);
  }

  function filter() {
    const verdicts = new Set([...document.querySelectorAll("[data-verdict]:checked")].map((box) => box.dataset.verdict));
    const [kind, chapter, standing] = ["kind", "chapter", "standing"].map((id) => byId(id).value);
    for (const card of cards) {
      const fits = verdicts.has(card.dataset.verdict) && (!kind || card.dataset.kind === kind) && (!chapter || card.dataset.chapter === chapter);
      card.hidden = !fits || (standing !== "" && (chosen(card) || "pending") !== standing);
    }
    byId("shown").textContent = cards.length ? data.words.shown.replace("{shown}", visible().length).replace("{all}", cards.length) : "";
  }

  function decide(card) {
    const status = chosen(card);
    const reason = card.querySelector(".reason");
    reason.classList.toggle("wanted", status === "dismissed" && !reason.value.trim());
    changed.set(Number(card.dataset.number) - 1, { status, reason: reason.value.trim() });
    dirty = true;
    state.textContent = data.words.unsaved;
  }

  const key = (item) => JSON.stringify([item.fingerprint, item.values]);

  function record() {
    const items = new Map(data.decisions.map((item) => [key(item), item]));
    const when = new Date().toISOString().replace(/\.\d+Z$/, "Z");
    for (const [index, made] of changed) {
      const issue = data.issues[index];
      if (!made.status) items.delete(key(issue));
      else items.set(key(issue), { fingerprint: issue.fingerprint, status: made.status, reason: made.reason, by: byId("reviewer").value.trim(), when, values: issue.values });
    }
    return { schema: data.schema, document: data.document, decisions: [...items.values()] };
  }

  function save() {
    const wanting = cards.find((card) => card.querySelector(".reason.wanted"));
    if (wanting) {
      openCard(wanting);
      wanting.querySelector(".reason").focus();
      return;
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`${JSON.stringify(record(), null, 1)}\n`], { type: "application/json" }));
    link.download = data.file;
    link.click();
    URL.revokeObjectURL(link.href);
    dirty = false;
    state.textContent = data.words.saved;
  }

  byId("cards").addEventListener("click", (event) => {
    const card = event.target.closest(".card");
    const other = event.target.closest(".other");
    if (!card || event.target.closest("summary, .decision")) return;
    if (other) {
      select(card);
      reach(byId(other.dataset.spot));
    } else if (!String(getSelection())) openCard(card);
  });
  byId("cards").addEventListener("change", (event) => decide(event.target.closest(".card")));
  byId("cards").addEventListener("input", (event) => event.target.matches(".reason") && decide(event.target.closest(".card")));
  article.addEventListener("click", (event) => {
    const number = event.target.closest("b[tabindex]");
    if (number) openNumber(number);
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input[type=text], select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n" || event.key === "p") step(event.key === "n" ? 1 : -1);
    else if (event.key === "Escape") {
      select(null);
      ledger.hidden = true;
    } else if (event.key === "Enter" && event.target.matches(".card")) openCard(event.target);
    else if (event.key === "Enter" && event.target.matches("article b")) openNumber(event.target);
  });
  for (const control of document.querySelectorAll(".tools select, .counts input")) control.addEventListener("change", filter);
  byId("save").addEventListener("click", save);
  addEventListener("beforeunload", (event) => dirty && event.preventDefault());
  // Inside another page only the document is shown: that page has the findings, keeps the decisions, and names a finding by #f3.
  function asked() {
    const card = byId(location.hash.slice(1));
    if (card?.matches(".card")) openCard(card);
  }
  document.body.classList.toggle("framed", framed);
  addEventListener("hashchange", asked);
  filter();
  if (cards.length && !framed) openCard(cards[0]);
  asked();
})();
