// The chosen variant's own price and stock; the server checks both again.
(() => {
  const form = document.querySelector("[data-buy]");
  const price = document.querySelector("[data-price]");
  const stock = document.querySelector("p[data-stock]");
  if (!form || !price || !stock) return;

  const show = (variant) => {
    const { price: now, old, stock: words, band } = variant.dataset;
    if (!now) return;
    const amount = Object.assign(document.createElement("span"), { className: old ? "price price--sale" : "price", textContent: now });
    price.replaceChildren(amount);
    if (old) price.append(Object.assign(document.createElement("s"), { className: "price__old", textContent: old }));
    stock.textContent = words;
    stock.className = `stock stock--${band}`;
    document.dispatchEvent(new CustomEvent("variant", { detail: variant.value }));
  };
  form.addEventListener("change", (event) => {
    if (event.target.name === "variant") show(event.target.selectedOptions?.[0] ?? event.target);
  });
})();
