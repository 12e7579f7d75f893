// The cells of a form: what stands in each, how it is saved, what comes back. Knows nothing of the grid that shows them.
window.goujiEntry = (function () {
  "use strict";
  const source = document.getElementById("entry-data");
  if (!source) return null;
  const data = JSON.parse(source.textContent);
  const words = data.words;
  const cells = data.cells;
  const status = {};
  const reasons = {};
  const queue = new Map();
  const undone = [];
  let marks = byKey(data.marks);
  let busy = false;
  let timer = 0;

  function say(text, values) {
    return text.replace(/\{(\w+)\}/g, (_all, name) => (values && name in values ? values[name] : ""));
  }

  function byKey(list) {
    const found = {};
    list.forEach((mark) => (found[mark.key] = found[mark.key] || []).push(mark));
    return found;
  }

  function editable(key, table) {
    return Boolean(table.editable && cells[key] && cells[key].kind === "input");
  }

  // What a cell looks like: its state as a class, its story as a title.
  function paint(element, key, table) {
    const cell = cells[key];
    const own = marks[key] || [];
    const names = ["cell", "cell-" + cell.kind];
    if (cell.kind === "input" && !table.editable) names.push("locked");
    if (status[key]) names.push(status[key]);
    if (own.some((mark) => mark.kind === "退回")) names.push("returned");
    else if (own.length || cell.note) names.push("commented");
    if (!cell.text && (cell.offered || cell.former) && cell.kind === "input") names.push("ghost");
    element.className = names.join(" ");
    const ghost = cell.offered ? say(words.offered, { value: cell.offered }) : cell.former ? say(words.former, { value: cell.former }) : "";
    element.textContent = cell.text || (cell.kind === "input" ? ghost : "");
    if (cell.evidence) {
      const clip = document.createElement("span");
      clip.className = "clip";
      clip.textContent = words.clip + cell.evidence;
      clip.title = say(words.evidence, { count: cell.evidence });
      element.appendChild(clip);
    }
    const story = [];
    if (reasons[key]) story.push(reasons[key]);
    own.forEach((mark) => story.push(say(mark.kind === "退回" ? words.returned : words.comment, { words: mark.words })));
    if (cell.note) story.push(say(words.note, { words: cell.note }));
    if (cell.former) story.push(say(words.former, { value: cell.former }));
    if (cell.kind === "derived") story.push(words.derived + (cell.formula ? words.colon + cell.formula : ""));
    element.title = story.join("\n");
    if (status[key] === "invalid") element.setAttribute("aria-invalid", "true");
    else element.removeAttribute("aria-invalid");
  }

  function repaint(keys) {
    const wanted = keys && new Set(keys);
    document.querySelectorAll("#grid [data-key]").forEach((element) => {
      if (!wanted || wanted.has(element.dataset.key)) paint(element, element.dataset.key, entry.table());
    });
  }

  function tell(text, kind) {
    const place = document.getElementById("saving");
    place.textContent = text;
    place.className = kind || "";
  }

  // Values typed or pasted together: saved together, undone together.
  function set(changes, options) {
    const keep = !options || options.undo !== false;
    const before = changes.map((change) => ({ key: change.key, value: (cells[change.key] || {}).text || "" }));
    if (keep) undone.push(before);
    changes.forEach((change) => {
      cells[change.key] = cells[change.key] || { kind: "input", text: "", state: "空", version: 0, label: change.key };
      cells[change.key].text = change.value;
      status[change.key] = "unsaved";
      delete reasons[change.key];
      const waiting = queue.get(change.key) || {};
      queue.set(change.key, { value: change.value, note: change.note === undefined ? waiting.note : change.note });
    });
    repaint(changes.map((change) => change.key));
    tell(words.saving);
    clearTimeout(timer);
    timer = setTimeout(flush, 120);
  }

  function undo() {
    const last = undone.pop();
    if (!last) return window.gouji.toast(words.nothing, "warn");
    set(last, { undo: false });
    window.gouji.toast(words.undone);
  }

  // A table that was not opened yet, or the one that shows a cell; what was typed and not saved yet stays.
  async function fetchTable(query) {
    let answer;
    try {
      answer = await fetch(data.base + "table/?" + query, { redirect: "manual" });
    } catch (_error) {
      return window.gouji.toast(words.unreachable, "problem");
    }
    if (!answer.ok) return window.gouji.toast(answer.type === "opaqueredirect" ? words.signin : (await answer.json()).error, "problem");
    const told = await answer.json();
    Object.keys(told.cells).forEach((key) => { if (!queue.has(key) && !(cells[key] && status[key])) cells[key] = told.cells[key]; });
    data.tables[data.tables.findIndex((each) => each.name === told.table.name)] = told.table;
    return told.table;
  }

  async function post(path, body) {
    const answer = await fetch(data.base + path, {
      method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": window.gouji.csrf() }, body: JSON.stringify(Object.assign({ since: data.version }, body)), redirect: "manual",
    });
    if (answer.type === "opaqueredirect" || answer.status === 401) throw new Error("signin");
    const told = await answer.json();
    if (!answer.ok) throw Object.assign(new Error("refused"), { told: told });
    return told;
  }

  async function flush() {
    if (busy || !queue.size) return;
    busy = true;
    const batch = new Map(queue);
    queue.clear();
    const sent = Array.from(batch, ([key, item]) => ({ key: key, value: item.value, seen: cells[key].version || 0, note: item.note === undefined ? null : item.note }));
    try {
      take(await post("cells/", { cells: sent }), batch);
    } catch (error) {
      fail(error, batch);
    }
    busy = false;
    if (queue.size && !timer) flush();
  }

  function take(told, batch) {
    timer = 0;
    Object.entries(told.saved).forEach(([key, cell]) => {
      if (!queue.has(key)) cells[key] = Object.assign({}, cells[key], { note: undefined }, cell);
      else cells[key].version = cell.version;
      status[key] = "saved";
    });
    told.faults.forEach((fault) => { status[fault.key] = "invalid"; reasons[fault.key] = fault.words; });
    takePanel(told);
    if (told.conflicts.length) entry.conflicts(told.conflicts);
    const bad = told.faults.length + told.conflicts.length;
    tell(bad ? say(words.failed, { count: bad }) + (told.faults.length ? words.colon + told.faults[0].words : "") : words.saved, bad ? "bad" : "good");
    batch.clear();
    if (queue.size) flush();
  }

  // What follows from what was saved: derived cells, remarks, findings, how the form stands.
  function takePanel(told) {
    Object.assign(cells, told.derived);
    data.version = told.version;
    marks = byKey(told.marks);
    document.getElementById("counts").innerHTML = told.counts;
    const cards = document.getElementById("cards");
    if (!cards.contains(document.activeElement)) {
      cards.innerHTML = told.cards;
      window.htmx.process(cards);
    }
    const filled = document.getElementById("filled");
    filled.textContent = filled.textContent.replace(/\d+ \/ \d+/, told.filled.join(" / "));
    const state = document.querySelector("#state .state");
    state.className = "state state-" + told.state;
    state.textContent = told.words;
    repaint();
  }

  function fail(error, batch) {
    timer = 0;
    if (error.told) {
      batch.forEach((_item, key) => { status[key] = "invalid"; reasons[key] = error.told.error; });
      tell(say(words.failed, { count: batch.size }), "bad");
      window.gouji.toast(error.told.error, "problem");
    } else {
      batch.forEach((item, key) => { if (!queue.has(key)) queue.set(key, item); status[key] = "waiting"; });
      tell(error.message === "signin" ? words.signin : words.waiting, "bad");
      timer = setTimeout(() => { timer = 0; flush(); }, 5000);
    }
    repaint();
  }

  window.addEventListener("online", flush);
  window.addEventListener("beforeunload", (event) => { if (queue.size || busy || entry.rows) event.preventDefault(); });

  const entry = {
    data: data, words: words, cells: cells, say: say, editable: editable, paint: paint, repaint: repaint, set: set, undo: undo, post: post, tell: tell,
    flush: flush, fetchTable: fetchTable, takePanel: takePanel, table: () => data.tables[0], conflicts: () => {}, rows: 0,
  };
  return entry;
})();
