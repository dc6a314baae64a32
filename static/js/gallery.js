// Marks the thumbnail of the picture that is in view, and jumps without leaving a trail in the browser's history.
(() => {
  const gallery = document.querySelector("[data-gallery]");
  const strip = gallery?.querySelector(".gallery__strip");
  const links = gallery?.querySelectorAll(".gallery__thumbs a");
  if (!links?.length) return;

  const show = (picture) => strip.scrollTo({ left: picture.offsetLeft - strip.offsetLeft });
  const watch = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      for (const link of links) {
        if (link.hash === `#${target.id}`) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    }
  }, { root: strip, threshold: 0.6 });

  for (const picture of strip.children) watch.observe(picture);
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(document.getElementById(link.hash.slice(1)));
    });
  }
  document.addEventListener("variant", (event) => {
    const picture = strip.querySelector(`[data-variant="${event.detail}"]`);
    if (picture) show(picture);
  });
})();
