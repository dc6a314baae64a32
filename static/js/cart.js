// The cart without reloads: what is added shows in the header, what is changed is changed in place, and both are said
// aloud. Without this file the same forms are sent by the browser.
(() => {
  if (!window.fetch || !HTMLFormElement.prototype.requestSubmit) return;
  const buy = document.querySelector("form[data-buy]");
  const cart = document.querySelector("[data-cart]");
  const failed = (buy || cart)?.dataset.failed;
  if (!failed) return;

  // Live regions must be there before they speak.
  const said = Object.assign(document.createElement("div"), { className: "said" });
  said.setAttribute("role", "status");
  if (buy) buy.after(said);
  else cart.querySelector("h1").after(said);

  const parse = (html) => Object.assign(document.createElement("template"), { innerHTML: html }).content;

  const say = (text, kind) => {
    for (const old of cart?.querySelectorAll(":scope > .notice") || []) old.remove();
    said.setAttribute("role", kind === "error" ? "alert" : "status");
    said.replaceChildren(Object.assign(document.createElement("p"), { className: `notice notice--${kind}`, textContent: text }));
  };

  // A part's HTML is the element itself, or what is in it. Focus stays where it was, or goes to the top of the part.
  const show = (name, html) => {
    const old = document.querySelector(`[data-part="${name}"]`);
    if (!old) return;
    const focused = old.contains(document.activeElement) && document.activeElement;
    const fresh = parse(html);
    if (fresh.firstElementChild?.dataset.part === name) old.replaceWith(fresh);
    else old.replaceChildren(fresh);
    if (!focused) return;
    const target = document.getElementById(focused.id) || cart?.querySelector("h1") || document.getElementById("main");
    if (target.tabIndex < 0) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  };

  const send = async (form) => {
    const response = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
    });
    const answer = await response.json();
    if (!response.ok) {
      if (cart && form.elements.quantity) form.reset(); // it shows what is in the cart
      return say(answer.error || failed, "error");
    }
    const { added, ...parts } = answer.parts;
    for (const [name, html] of Object.entries(parts)) show(name, html);
    if (added) said.replaceChildren(parse(added));
    else say(answer.message, "success");
  };

  let timer;
  // One change after the other: two first adds at once would each be given a session of their own.
  let last = Promise.resolve();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-buy], form[data-change]") || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    clearTimeout(timer);
    if (form.getAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    last = last.then(() => send(form)).catch(() => say(failed, "error")).finally(() => form.removeAttribute("aria-busy"));
  });

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (event.target.name !== "quantity" || !form?.matches("form[data-change]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => form.isConnected && form.requestSubmit(), 300);
  });
})();
