// What the page does by itself: open sources, copy, keep the conversation for a reload. Every text is set as
// text; the only HTML moved about is what the server rendered and escaped.
"use strict";
window.assistantPage = (() => {
  const KEY = "tro-ly.turns";
  const DRAFT = "tro-ly.draft"; // a question on its way: Gradio reloads the page after a lost connection
  const CHOICE = "tro-ly.model"; // whether a language model may put answers into words
  const LOOK = 500;  // milliseconds between two looks at an answer under way
  const MOST_BYTES = 150000; // of records sent along; the server takes 256 KiB
  const $ = (selector, root = document) => root.querySelector(selector);
  const box = () => $("#question textarea");
  const turns = () => [...document.querySelectorAll("#conversation .turn")];
  const isPhone = () => matchMedia("(max-width: 960px)").matches;
  let asking = "";   // the question under way
  let name = "";     // by which the server knows it
  let seen = null;   // the turns last taken notice of
  let opener = null; // what opened the sources, to give the focus back to
  let before = null; // the sources that the whole document took the place of

  // --- the conversation: it is what the page shows, so it is kept and sent from there

  function records() {
    const rows = turns().map((turn) => turn.dataset.record).filter(Boolean);
    let bytes = 0;
    let first = rows.length;
    while (first > 0 && (bytes += new Blob([rows[first - 1]]).size) <= MOST_BYTES) first -= 1;
    return rows.slice(first).map((row) => JSON.parse(row));
  }

  // Kept per tab and gone with it: on a shared computer the next person sees nothing.
  function load(key) {
    try { return JSON.parse(sessionStorage.getItem(key) ?? "null"); } catch { return null; }
  }

  function save(key, value) {
    try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* then a reload starts afresh */ }
  }

  function stored() {
    return load(KEY) ?? [];
  }

  // --- asking

  function type(text) {
    box().value = text;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }

  function ask(question) {
    type(question);
    setTimeout(() => $("#ask").click()); // Gradio takes the typed text over on its next tick
  }

  function working(question, note, isLost = false) {
    const block = $("#working .working");
    block.hidden = !question;
    block.classList.toggle("lost", isLost);
    $(".asked", block).textContent = question;
    $(".so-far", block).replaceChildren();
    $("[data-action=stop]", block).hidden = true;
    state(note);
  }

  function state(note) {
    const line = $("#working .state p");
    if (line.textContent !== note) line.textContent = note; // else it would be read out again
  }

  // crypto.randomUUID exists on https and on this machine only
  function newName() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function wantsModel() {
    return $("[data-choice=model]")?.checked ?? true;
  }

  function sent(question) {
    const rows = records();
    name = newName();
    if (question.trim()) {
      asking = question;
      $("#working .spoken").textContent = "";
      for (const stale of document.querySelectorAll("#conversation :is(.welcome, .failed)")) stale.hidden = true;
      working(question, "Đang tra tài liệu…");
      $("#working .working").scrollIntoView({ block: "end" });
      type("");
      save(DRAFT, question);
      setTimeout(watch, LOOK, name);
    }
    return [question, rows, { name, model: wantsModel() }];
  }

  // Most answers are there before the first look; one that a language model writes is shown as far as it is verified.
  // Gradio tells no event of ours that the server is gone; it waits for it and then reloads the page.
  async function watch(watched) {
    if (!asking || name !== watched) return;
    const reply = await fetch(`/api/asks/${watched}`).catch(() => null);
    if (!asking || name !== watched) return;
    if (!reply) { lost(); return; }
    if (reply.ok) show((await reply.json().catch(() => ({}))).html);
    setTimeout(watch, LOOK, watched);
  }

  function show(html) {
    const place = $("#working .so-far");
    if (!html || !asking || place.dataset.shown === html && place.childElementCount) return;
    const isFirst = !place.childElementCount;
    place.dataset.shown = html;
    place.innerHTML = html; // rendered and escaped by the server, as the conversation is
    if (!isFirst) return;
    state("Đang soạn, chỉ hiện câu đã đối chiếu…");
    $("#working [data-action=stop]").hidden = false;
    $("#working .working").scrollIntoView({ block: "start" });
  }

  async function stop(button) {
    button.hidden = true;
    state("Đang dừng…");
    await fetch(`/api/asks/${name}/stop`, { method: "POST" }).catch(() => null); // then it is answered already
  }

  function lost() {
    working(asking, "Không liên lạc được với trợ lý. Câu hỏi được giữ trong ô bên dưới, xin gửi lại khi có kết nối.", true);
    if (!box().value) type(asking);
    asking = "";
    box().focus();
  }

  function changed() {
    if (!$("#conversation :is(.turn, .welcome)")) return; // not filled yet
    const now = turns().map((turn) => turn.dataset.record ?? turn.dataset.failed).join("\n");
    if (now !== seen) rendered(); // else Gradio shows a state of its own, or a button changed its words
    seen = now;
  }

  function rendered() {
    const last = turns().at(-1);
    if ($("#conversation [data-waiting]")) { setTimeout(awaitReady, 1500); return; }
    save(KEY, records());
    $("#header [data-action=new]")?.toggleAttribute("disabled", !last);
    if (!last) { clear(); return; }
    const isNew = asking !== "";
    working("", "");
    asking = "";
    if (last.dataset.failed !== undefined && isNew && !box().value) type(last.dataset.failed);
    fill(last);
    if (!isNew) return;
    if (last.dataset.failed === undefined) save(DRAFT, "");
    $("#working .spoken").textContent = $(".answer, .refusal, .failure", last)?.textContent ?? "";
    last.scrollIntoView({ block: "start" });
    if (!isPhone()) box().focus({ preventScroll: true }); // there the keyboard would cover the answer
  }

  // After every answer. Gradio says so before it has shown the answer; but the same failure twice is the same
  // page twice, which shows nothing new, so after a while the wait is over all the same.
  function done() {
    const answered = asking;
    setTimeout(() => {
      if (!asking || asking !== answered) return;
      for (const failed of document.querySelectorAll("#conversation .failed")) failed.hidden = false;
      rendered();
    }, 700);
  }

  async function awaitReady() {
    const reply = await fetch("/healthz").catch(() => null);
    if (reply?.ok) location.reload(); else setTimeout(awaitReady, 1500);
  }

  // --- the sources of one turn

  const panel = () => $("#sources .panel-body");

  function title(text) {
    $("#sources h2").textContent = text;
  }

  function note(text) {
    const line = document.createElement("p");
    line.className = "panel-empty";
    line.textContent = text;
    panel().replaceChildren(line);
  }

  function clear() {
    title("Nguồn");
    note("Nguồn của câu trả lời hiện ở đây. Bấm số [1] trong câu trả lời để xem đúng câu đã trích.");
    close();
  }

  function fill(turn) {
    const sources = $(".turn-sources", turn)?.children ?? [];
    before = null;
    $("#sources [data-action=back]").hidden = true;
    if (!sources.length) { title("Nguồn"); note("Lượt hỏi này không có nguồn nào được dẫn."); return; }
    title(sources.length > 1 ? `${sources.length} nguồn` : "Nguồn");
    const asked = document.createElement("p");
    asked.className = "panel-question";
    asked.textContent = turn.dataset.question;
    panel().replaceChildren(asked, ...[...sources].map((source) => source.cloneNode(true)));
    panel().scrollTop = 0;
  }

  function open(button, n) {
    opener = button;
    fill(button.closest(".turn"));
    document.body.classList.add("sheet-open");
    const source = $(n ? `.source[data-n="${n}"]` : ".source", panel());
    for (const other of panel().querySelectorAll(".source")) other.classList.toggle("active", n && other === source);
    source?.focus({ preventScroll: true });
    if (n) reveal($("mark", source) ?? source, source);
  }

  // Within the panel alone: scrollIntoView would move the page as well.
  function reveal(element, block = element) {
    const view = panel().getBoundingClientRect();
    const top = block.getBoundingClientRect().top - view.top;
    const mark = element.getBoundingClientRect().top - view.top;
    panel().scrollTop += mark - top < view.height * 0.7 ? top - 12 : mark - view.height / 3;
  }

  async function openDocument(link) {
    opener = $("#sources").contains(link) ? opener : link;
    let page = null;
    try {
      const reply = await fetch(link.href);
      page = reply.ok ? new DOMParser().parseFromString(await reply.text(), "text/html") : null;
    } catch { /* told below */ }
    before = [$("#sources h2").textContent, panel().scrollTop, ...panel().childNodes];
    title("Toàn văn");
    $("#sources [data-action=back]").hidden = false;
    document.body.classList.add("sheet-open");
    const article = page && $("article.document", page);
    if (!article) { note("Không mở được tài liệu này."); return; }
    const away = document.createElement("p");
    away.className = "source-foot";
    away.append(Object.assign(document.createElement("a"), { href: link.href, target: "_blank", textContent: "Mở ở trang riêng" }));
    panel().replaceChildren(article, away);
    panel().scrollTop = 0;
    $("#sources .panel").focus({ preventScroll: true });
    const mark = $("mark", article);
    if (mark) panel().scrollTop = mark.getBoundingClientRect().top - panel().getBoundingClientRect().top - panel().clientHeight / 3;
  }

  function back() {
    if (!before) return false;
    const [heading, scroll, ...nodes] = before;
    before = null;
    title(heading);
    $("#sources [data-action=back]").hidden = true;
    panel().replaceChildren(...nodes);
    panel().scrollTop = scroll;
    return true;
  }

  function close() {
    document.body.classList.remove("sheet-open");
    for (const source of panel().querySelectorAll(".source.active")) source.classList.remove("active");
    if (opener?.isConnected) opener.focus({ preventScroll: true });
    opener = null;
  }

  // --- copying

  async function copy(button) {
    const text = button.closest(".turn").dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
    } catch { // the clipboard interface exists on https and on this machine only
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    const label = button.textContent;
    if (label === "Đã sao chép") return;
    button.textContent = "Đã sao chép";
    setTimeout(() => { button.textContent = label; }, 1600);
  }

  // --- events, delegated: the elements come and go with every answer

  const actions = {
    copy,
    sources: (button) => open(button, null),
    stop,
    theme: () => window.toggleTheme(),
    new: () => { save(DRAFT, ""); $("#new").click(); box().focus(); },
    close,
    back,
  };

  document.addEventListener("click", (event) => {
    if (event.target === document.body) close(); // the shade behind the sheet
    const target = event.target.closest?.("button, a.open-document");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (target.matches("a.open-document")) { event.preventDefault(); openDocument(target); }
    else if (target.matches(".cite")) open(target, target.dataset.n);
    else if (target.dataset.ask !== undefined) ask(target.dataset.ask);
    else actions[target.dataset.action]?.(target);
  });

  document.addEventListener("change", (event) => {
    if (event.target.dataset?.choice === "model") save(CHOICE, event.target.checked);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !back()) close();
  });

  // Gradio builds the page some time after it has loaded; the conversation is watched from then on.
  const arrival = new MutationObserver(() => {
    const conversation = $("#conversation");
    if (!conversation || !$("#sources .panel-body") || !box()) return;
    arrival.disconnect();
    new MutationObserver(changed).observe(conversation, { childList: true, subtree: true, characterData: true });
    changed();
    if (load(DRAFT)) type(load(DRAFT));
    const choice = $("[data-choice=model]");
    if (choice && load(CHOICE) === false) choice.checked = false;
  });
  arrival.observe(document, { childList: true, subtree: true });

  return { stored, sent, done, lost };
})();
