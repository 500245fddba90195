"use strict";
(() => {
  // The manners of a report: sorting tables, the list of items with its filters, the view of one item. Whatever models
  // wrote goes in as text, never as markup. Addresses after # say what is shown, so that links, back and forward work.

  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const words = data.words;
  const STEP = 40; // rows of the list shown at a time
  const STATES = ["usable", "not_usable", "scored", "unreadable", "judging_failed", "answer_failed", "not_asked",
    "not_judged"];
  const FLAGS = { unsafe: "u", cut: "c", empty: "e", refusal: "r" };
  const MISSING = { unreadable: "n", failed: "f", juror: "j" };
  const OUTCOMES = { judged: ["usable", "not_usable", "scored"], unreadable: ["unreadable"], unjudged: ["not_judged"],
    failed: ["judging_failed", "answer_failed"], not_asked: ["not_asked"] };
  const HIDDEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|(?<!\p{Extended_Pictographic}\ufe0f?)\u200d|[\u{e0000}-\u{e007f}]/gu;

  // --- making elements ---

  const tag = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    for (const child of children) if (child !== null && child !== undefined) made.append(child);
    return made;
  };

  // Text by a stranger: characters that turn, hide or split text are shown by their numbers.
  const numberOf = (character) => "U+" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");

  const say = (element, text) => {
    let from = 0;
    for (const found of text.matchAll(HIDDEN)) {
      element.append(text.slice(from, found.index), tag("span", { className: "mark", textContent: numberOf(found[0]) }));
      from = found.index + found[0].length;
    }
    element.append(text.slice(from));
    return element;
  };

  // The same where no element can stand.
  const plain = (text) => text.replace(HIDDEN, (character) => "[" + numberOf(character) + "]");

  const fill = (pattern, ...values) => pattern.replace(/%[ds]/g, () => values.shift());
  const said = (text) => say(tag("div", { className: "said", dir: "auto" }), text);
  const fold = (title, text, open) => tag("details", { open: !!open }, tag("summary", { textContent: title }), said(text));

  // --- addresses ---

  const address = (view, parameters) => {
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(parameters)) if (value !== "" && value !== undefined) query.set(key, value);
    return "#" + view + "?" + query;
  };

  const where = () => {
    const [view, query] = location.hash.slice(1).split(/\?(.*)/s);
    return { view, query: Object.fromEntries(new URLSearchParams(query || "")) };
  };

  // --- tables ---

  const keyOf = (row, column) => {
    const cell = row.cells[column];
    if (!cell) return "";
    const key = cell.dataset.s === undefined ? cell.textContent : cell.dataset.s;
    return key !== "" && !isNaN(key) ? Number(key) : key;
  };

  const compare = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b), document.documentElement.lang, { numeric: true });
  };

  const mark = (heads, chosen, down) => {
    for (const head of heads) head.removeAttribute("aria-sort");
    chosen.setAttribute("aria-sort", down ? "descending" : "ascending");
  };

  // Rows are sorted within their own part of the table: a group of models stays together.
  const sortTable = (table, column) => {
    const head = table.tHead.rows[0].cells[column];
    const before = head.getAttribute("aria-sort");
    const down = before ? before === "ascending" : head.classList.contains("n");
    for (const body of table.tBodies) {
      const rows = [...body.rows].filter((row) => !row.classList.contains("group"));
      rows.sort((a, b) => compare(keyOf(a, column), keyOf(b, column)) * (down ? -1 : 1));
      body.append(...rows);
    }
    mark(table.tHead.rows[0].cells, head, down);
  };

  // Long tables can be searched; a row is found by any of its words.
  const FIND_FROM = 15;
  const findable = (table) => {
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.classList.contains("group"));
    if (rows.length < FIND_FROM) return;
    const input = tag("input", { type: "search", className: "find", placeholder: words.search, ariaLabel: words.search });
    input.addEventListener("input", () => {
      const wanted = input.value.toLowerCase();
      for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    });
    table.parentElement.before(input);
  };

  const sortable = (table) => {
    findable(table);
    [...table.tHead.rows[0].cells].forEach((cell, column) => {
      cell.querySelector("button").addEventListener("click", () => sortTable(table, column));
    });
  };

  // --- the list of items ---

  const models = new Map(data.models.map((model) => [model.name, model]));
  const entries = new Map(data.index.items.map((item) => [item.id, item]));
  const answers = data.index.answers.map((answer, place) => {
    const item = data.index.items[answer.item - 1];
    const find = (item.id + "\n" + item.start + "\n" + (item.subcategory || "") + "\n" + (item.scene || "")).toLowerCase();
    item.first ??= place; // an item's answers stand together, in the order of its page
    return { ...answer, place, about: item, group: (models.get(answer.model) || {}).group || "other", find };
  });
  const rank = Object.fromEntries(STATES.map((state, at) => [state, at]));
  const stateWord = (state) => words["state_" + state];
  const flagsOf = (flags) => Object.keys(FLAGS).filter((name) => flags.includes(FLAGS[name])).map((name) => words[name]);

  const columns = [
    { name: "item", key: (a) => a.item },
    { name: "model", key: (a) => a.model },
    { name: "state", key: (a) => rank[a.state] },
    { name: "score", key: (a) => (a.score === undefined ? -1 : a.score), number: true },
    { name: "scores", key: (a) => a.scores, number: true },
    { name: "flag", key: (a) => flagsOf(a.flags).join(" ") },
    { name: "category", key: (a) => a.about.category },
    { name: "question", key: (a) => a.about.start },
  ];
  const list = { shown: [], most: STEP, column: null, down: false };

  const EQUAL = ["model", "group", "state"];
  const EQUAL_ITEM = ["id", "category", "subcategory", "scene", "difficulty", "language"];

  const fits = (answer, query) => {
    if (EQUAL.some((key) => query[key] && answer[key] !== query[key])) return false;
    if (EQUAL_ITEM.some((key) => query[key] && answer.about[key] !== query[key])) return false;
    if (Object.keys(FLAGS).some((key) => query[key] && !answer.flags.includes(FLAGS[key]))) return false;
    if (query.outcome && !(OUTCOMES[query.outcome] || []).includes(answer.state)) return false;
    if (query.missing && !answer.flags.includes(MISSING[query.missing])) return false;
    if (query.code && !(answer.codes || "").split(" ").includes(query.code)) return false;
    if (query.from && !(answer.score >= Number(query.from))) return false;
    if (query.to && !(answer.score <= Number(query.to))) return false;
    return !query.search || answer.find.includes(query.search.toLowerCase());
  };

  const chosen = (query) => {
    const found = answers.filter((answer) => fits(answer, query));
    const column = columns[list.column];
    if (column) found.sort((a, b) => compare(column.key(a), column.key(b)) * (list.down ? -1 : 1) || a.place - b.place);
    return found;
  };

  const itemAddress = (answer) => address("item", { id: answer.about.id, model: answer.model, sample: answer.sample });

  const stateChip = (state) => tag("span", { className: "chip " + state, textContent: stateWord(state) });

  const flagChips = (flags) => flagsOf(flags).map((word) => tag("span", { className: "chip flag", textContent: word }));

  const listRow = (answer) => {
    const link = say(tag("a", { href: itemAddress(answer) }), answer.about.id);
    const score = answer.score === undefined ? "–" : answer.score.toFixed(2);
    return tag("tr", {},
      tag("th", { scope: "row" }, link),
      say(tag("td", { className: "nowrap" }), answer.model),
      tag("td", {}, stateChip(answer.state)),
      tag("td", { className: "n strong", textContent: score }),
      tag("td", { className: "n", textContent: answer.scores.split(" ").join(" · ") }),
      tag("td", {}, ...flagChips(answer.flags)),
      tag("td", { className: "nowrap" }, plain(answer.about.category), say(tag("small"), answer.about.subcategory || "")),
      tag("td", { className: "wide" }, say(tag("div", { className: "clamp" }), answer.about.start)));
  };

  const drawRows = () => {
    list.body.replaceChildren(...list.shown.slice(0, list.most).map(listRow));
    list.status.textContent = fill(words.shown_of, list.shown.length, answers.length);
    list.more.hidden = list.shown.length <= list.most;
    list.none.hidden = list.shown.length > 0;
    list.table.hidden = list.shown.length === 0;
  };

  const drawList = (query) => {
    list.query = query;
    list.shown = chosen(query);
    list.most = STEP;
    for (const control of list.controls) control.value = query[control.name] || "";
    drawRows();
  };

  // A change of one filter keeps those that came with a link and have no control of their own.
  const refilter = () => {
    const query = { ...list.query };
    for (const control of list.controls) query[control.name] = control.value;
    history.replaceState(null, "", address("items", query));
    const focused = document.activeElement;
    list.query = query;
    list.shown = chosen(query);
    list.most = STEP;
    drawRows();
    focused.focus();
  };

  const unique = (values) => [...new Set(values.filter((value) => value))];

  const select = (name, values, wordOf) => {
    const control = tag("select", { name }, tag("option", { value: "", textContent: words.any }));
    for (const value of values) control.append(tag("option", { value, textContent: plain(wordOf ? wordOf(value) : value) }));
    return control;
  };

  const labelled = (word, control) => tag("label", {}, tag("span", { textContent: word }), control);

  const filterControls = () => {
    const categories = unique(data.index.items.map((item) => item.category));
    const present = new Set(answers.map((answer) => answer.state));
    const number = (name) => tag("input", { name, type: "number", min: 1, max: 5, step: 0.5, inputMode: "decimal" });
    return [
      [words.search, tag("input", { name: "search", type: "search", placeholder: words.search_hint })],
      [words.model, select("model", data.models.map((model) => model.name))],
      [words.category, select("category", categories, (code) => (words[code] ? code + " " + words[code] : code))],
      [words.subcategory, select("subcategory", unique(data.index.items.map((item) => item.subcategory)))],
      [words.state, select("state", STATES.filter((state) => present.has(state)), stateWord)],
      [words.score_from, number("from")],
      [words.score_to, number("to")],
    ];
  };

  const makeFilters = () => {
    const pairs = filterControls();
    list.controls = pairs.map(([, control]) => control);
    for (const control of list.controls) control.addEventListener("input", refilter);
    const clear = tag("a", { className: "button", href: "#items?", textContent: words.clear });
    return tag("div", { className: "filters", role: "search" }, ...pairs.map(([word, control]) => labelled(word, control)),
      clear);
  };

  const sortList = (head, column, heads) => {
    list.down = list.column === column ? !list.down : !!columns[column].number;
    list.column = column;
    mark(heads, head, list.down);
    list.shown = chosen(list.query);
    drawRows();
  };

  const makeList = (place) => {
    const heads = columns.map((column) => tag("th", { scope: "col", className: column.number ? "n" : "" },
      tag("button", { type: "button", textContent: words[column.name] })));
    heads.forEach((head, column) => head.firstChild.addEventListener("click", () => sortList(head, column, heads)));
    list.body = tag("tbody");
    list.status = tag("p", { className: "note", role: "status" });
    list.none = tag("p", { className: "note", textContent: words.no_match });
    list.more = tag("button", { type: "button", className: "button", textContent: words.more });
    list.more.addEventListener("click", () => { list.most += STEP * 5; drawRows(); });
    list.table = tag("div", { className: "scroll", tabIndex: 0 },
      tag("table", { className: "list" }, tag("thead", {}, tag("tr", {}, ...heads)), list.body));
    place.replaceChildren(makeFilters(), list.status, list.table, list.none, list.more);
  };

  // --- pages of texts ---

  const pages = new Map();
  const waiting = new Map();

  const keep = (number, items) => pages.set(number, new Map(items.map((item) => [item.id, item])));

  const inline = (number) => {
    const block = document.querySelectorAll("script.page")[number - 1];
    if (block) keep(number, JSON.parse(block.textContent));
    return Promise.resolve(!!block);
  };

  // Browsers refuse to fetch from a disk, but load a script from it.
  const beside = (number) => new Promise((done) => {
    waiting.set(number, done);
    const script = tag("script", { src: data.files[number - 1] });
    script.addEventListener("error", () => done(false));
    script.addEventListener("load", () => script.remove());
    document.head.append(script);
  });

  window.viva_page = (items) => {
    const { page } = entries.get(items[0].id);
    keep(page, items);
    waiting.get(page)(true);
  };

  const load = (number) => {
    if (pages.has(number)) return Promise.resolve(true);
    return data.files ? beside(number) : inline(number);
  };

  // --- one item ---

  const facts = (pairs) => {
    const made = tag("dl", { className: "facts" });
    for (const [name, value] of pairs) {
      if (value !== undefined && value !== null && value !== "") {
        made.append(tag("div", {}, tag("dt", { textContent: name }), say(tag("dd"), String(value))));
      }
    }
    return made;
  };

  const usage = (used) => used && `${used.input} / ${used.output}`;
  const money = (cost) => (cost === undefined ? "" : String(Number(cost.toPrecision(4))));

  const riskChip = (judging) => {
    if (judging.safety_risk === undefined) return null;
    return tag("span", { className: "chip " + (judging.safety_risk ? "unsafe" : "safe"),
      textContent: judging.safety_risk ? words.unsafe_yes : words.unsafe_no });
  };

  const verdict = (judging, several) => {
    const scored = judging.state === "scored";
    const head = tag("div", { className: "verdict-head" },
      tag("span", { className: "score" + (scored ? "" : " none"), textContent: scored ? judging.score : "–" }),
      tag("span", { className: "chip", textContent:
        plain([judging.judge, several ? judging.judge_model : "", judging.repeat].filter((part) => part).join(" · ")) }));
    if (!scored) head.append(tag("span", { className: "chip unreadable",
      textContent: judging.state === "failed" ? words.state_judging_failed : words.state_unreadable }));
    const risk = riskChip(judging);
    if (risk) head.append(risk);
    if (judging.asked > 1) head.append(tag("span", { className: "chip", textContent: fill(words.asked_times, judging.asked) }));
    const body = tag("div", { className: "verdict" }, head);
    if (judging.reason) body.append(said(judging.reason));
    const problem = judging.why || judging.error;
    if (problem) body.append(say(tag("p", { className: "problem" }), (judging.code ? judging.code + ": " : "") + problem));
    if (judging.raw) body.append(fold(words.raw_reply, judging.raw));
    body.append(facts([[words.tokens, usage(judging.usage)], [words.money, money(judging.cost)], [words.reply_id,
      (judging.reply || "").slice(0, 16)]]));
    return body;
  };

  // The rounds before this one, with the same model's own answers.
  const earlier = (item, answer) => {
    const rounds = [...pages.get(entries.get(item.id).page).values()].filter((other) =>
      other.category === item.category && other.group === item.group && other.round < item.round);
    if (rounds.length === 0) return null;
    const box = tag("details", { className: "history" },
      tag("summary", { textContent: `${words.conversation} (${rounds.length})` }));
    for (const round of rounds) {
      const own = round.answers.find((other) => other.model === answer.model && other.sample === answer.sample);
      box.append(tag("p", { className: "turn", textContent: plain(`${round.id} · ${words.question}`) }), said(round.question));
      box.append(tag("p", { className: "turn", textContent: words.answer }), said((own && own.answer.text) || words.no_answer));
    }
    return box;
  };

  // What each judge model gave, and what became of it: a missing one is named with the reason.
  const juries = (jury) => Object.entries(jury || {}).map(([judge, made]) => {
    const given = (juror) => juror.name + " " + (juror.score === undefined
      ? "– (" + (juror.missing === "failed" ? words.state_judging_failed : words.state_unreadable) + ")"
      : String(Number(juror.score.toFixed(2))));
    const bounds = made.low < made.high ? ` [${Number(made.low.toFixed(2))}–${Number(made.high.toFixed(2))}]` : "";
    const whole = made.score === undefined ? "–" : Number(made.score.toFixed(2)) + bounds;
    return say(tag("p", { className: made.present < made.expected ? "problem" : "note" }), `${words.jury} (${judge}, `
      + `${made.present}/${made.expected}): ${made.jurors.map(given).join(", ")} → ${whole}` + (made.problem ? "; " + made.problem : ""));
  });

  // What each physician said: of the whole answer, in each dimension, of each point.
  const ratings = (list, item) => {
    const by = new Map();
    for (const one of list || []) {
      const point = one.point && (item.points || []).find((other) => other.id === one.point);
      const what = one.dimension || (one.point ? (point ? point.text : one.point) : words.answer);
      const value = typeof one.value === "number" ? `${one.value}/${one.high}` : "n/a";
      const name = one.rater + (one.simulated ? ` (${words.simulated})` : "");
      by.set(name, [...(by.get(name) || []), `${what}: ${value}`]);
    }
    if (by.size === 0) return [];
    return [tag("h4", { textContent: words.physicians }),
      ...[...by].map(([name, said]) => tag("p", {}, say(tag("strong"), name), say(tag("span"), " " + said.join(" · "))))];
  };

  const answerBody = (item, row) => {
    const answer = row.answer;
    const body = tag("div", { className: "answer" }, earlier(item, row));
    if (answer.error) body.append(say(tag("p", { className: "problem" }), (answer.code ? answer.code + ": " : "") + answer.error));
    if (answer.text) body.append(said(answer.text));
    else body.append(tag("p", { className: "note", textContent: answer.state === "obtained" ? words.empty_answer : words.no_answer }));
    if (answer.reasoning) body.append(fold(words.reasoning, answer.reasoning));
    body.append(facts([[words.finish, answer.finish], [words.tokens, usage(answer.usage)], [words.money, money(answer.cost)],
      [words.seconds, answer.seconds === undefined ? "" : answer.seconds.toFixed(2)], [words.returned, answer.returned],
      [words.reply_id, (answer.reply || "").slice(0, 16)]]));
    body.append(tag("h4", { textContent: words.verdicts }));
    if (row.judgings.length === 0) body.append(tag("p", { className: "note", textContent: words.no_verdicts }));
    body.append(...juries(row.jury), ...row.judgings.map((judging) => verdict(judging, row.jury)),
      ...ratings(row.ratings, item));
    return body;
  };

  const answerCard = (item, row, entry, open) => {
    const summary = tag("summary", {}, say(tag("strong"), row.model), row.sample > 1 ? ` (${row.sample}) ` : " ");
    const model = models.get(row.model);
    const origin = model && (model.simulated ? words.simulated : model.imported ? words.imported : null);
    if (origin) summary.append(tag("span", { className: "origin", textContent: origin }), " ");
    summary.append(stateChip(entry.state), " ");
    if (entry.score !== undefined) summary.append(tag("span", { className: "score", textContent: entry.score.toFixed(2) }), " ");
    if (entry.scores) summary.append(tag("small", { textContent: entry.scores.split(" ").join(" · ") }), " ");
    summary.append(...flagChips(entry.flags));
    const card = tag("details", { className: "card", open }, summary);
    // The other models' answers are made when they are wanted: an item of a big run has a hundred verdicts.
    if (open) card.append(answerBody(item, row));
    else card.addEventListener("toggle", () => card.append(answerBody(item, row)), { once: true });
    return card;
  };

  const step = (query, by) => {
    const rows = list.shown.length ? list.shown : answers;
    const at = rows.findIndex((a) => a.about.id === query.id && a.model === query.model && String(a.sample) === query.sample);
    return at < 0 ? undefined : rows[at + by];
  };

  const stepLink = (query, by, word) => {
    const answer = step(query, by);
    return answer ? tag("a", { className: "button", href: itemAddress(answer), textContent: word,
      rel: by < 0 ? "prev" : "next" }) : null;
  };

  // The other rounds of the conversation, for the same model.
  const roundLinks = (item, query) => {
    const rounds = data.index.items.filter((other) => other.id.startsWith(item.id.slice(0, item.id.lastIndexOf("/") + 1)));
    if (rounds.length < 2) return null;
    const links = rounds.map((other) => (other.id === item.id ? say(tag("strong"), other.id)
      : say(tag("a", { href: address("item", { ...query, id: other.id }) }), other.id)));
    return tag("p", { className: "rounds note" }, words.rounds + " ", ...links.flatMap((link) => [link, " "]));
  };

  const itemHead = (item, query) => {
    const back = tag("a", { className: "button", href: address("items", list.query || {}), textContent: words.back });
    const named = words[item.category] ? item.category + " " + words[item.category] : item.category;
    return [tag("div", { className: "item-menu" }, back, stepLink(query, -1, words.previous), stepLink(query, 1, words.next)),
      say(tag("h2", { tabIndex: -1 }), item.id),
      facts([[words.category, named], [words.subcategory, item.subcategory], [words.scene, item.scene],
        [words.round, item.round], [words.difficulty, item.difficulty], [words.local_only, item.local_only && words.yes]]),
      roundLinks(item, query)].filter((part) => part);
  };

  const drawItem = (item, query) => {
    const place = byId("item");
    const picked = (row) => row.model === query.model && (!query.sample || String(row.sample) === query.sample);
    const { first } = entries.get(item.id);
    const cards = item.answers.map((row, i) => ({ row, entry: answers[first + i] }));
    cards.sort((a, b) => picked(b.row) - picked(a.row));
    place.replaceChildren(...itemHead(item, query), tag("h3", { textContent: words.question }), said(item.question),
      item.reference ? fold(words.reference, item.reference, true) : tag("p", { className: "note", textContent: words.no_reference }));
    if (item.checklist) place.append(fold(words.checklist, item.checklist, true));
    place.append(tag("h3", { textContent: words.answers_title }),
      ...cards.map(({ row, entry }, i) => answerCard(item, row, entry, i === 0 || picked(row))));
    place.querySelector("h2").focus({ preventScroll: true });
    window.scrollTo(0, 0);
  };

  const showItem = async (query) => {
    const place = byId("item");
    const entry = entries.get(query.id);
    if (!entry) return show("report");
    show("item");
    place.replaceChildren(tag("p", { className: "note", textContent: words.loading }));
    const loaded = await load(entry.page);
    if (where().query.id !== query.id) return;
    if (loaded) drawItem(pages.get(entry.page).get(query.id), query);
    else place.replaceChildren(tag("p", { className: "problem", textContent: fill(words.not_loaded, data.folder) }),
      tag("a", { className: "button", href: "#items?", textContent: words.back }));
  };

  // --- what is shown ---

  const show = (view) => {
    byId("report").hidden = view === "item";
    byId("item").hidden = view !== "item";
  };

  const route = () => {
    const { view, query } = where();
    if (view === "item" && query.id) return showItem(query);
    show("report");
    if (view === "items" && list.body) {
      drawList(query);
      byId("items").closest("section").scrollIntoView();
    } else if (view) {
      const target = byId(view);
      if (target) target.scrollIntoView();
    }
  };

  // Arrow keys go through the answers of the list, Escape goes back to it.
  const onKey = (event) => {
    if (byId("item").hidden || event.altKey || event.ctrlKey || event.metaKey || /INPUT|SELECT/.test(event.target.tagName)) return;
    const selector = { ArrowLeft: "a[rel=prev]", ArrowRight: "a[rel=next]", Escape: ".item-menu a" }[event.key];
    const link = selector && byId("item").querySelector(selector);
    if (link) link.click();
  };

  document.querySelectorAll("table.sortable").forEach(sortable);
  if (byId("items")) {
    makeList(byId("items"));
    drawList({});
  }
  window.addEventListener("hashchange", route);
  document.addEventListener("keydown", onKey);
  route();
})();
