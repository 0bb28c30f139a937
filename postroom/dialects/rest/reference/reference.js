"use strict";
(() => {
  const box = document.querySelector(".filter");
  const input = box.querySelector("input");
  const none = document.querySelector(".none");
  const entries = [...document.querySelectorAll("nav [data-words]")];
  const articles = [...document.querySelectorAll("article[data-words]")];
  const groups = [...document.querySelectorAll("nav .noun, section.group")];
  box.hidden = false;

  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (node) => words.every((word) => node.dataset.words.includes(word));
    for (const node of [...entries, ...articles]) node.hidden = !fits(node);
    for (const group of groups) {
      const inside = [...group.querySelectorAll("[data-words]")];
      group.hidden = words.length > 0 && inside.every((node) => node.hidden);
    }
    none.hidden = words.length === 0 || entries.some((node) => !node.hidden);
  };

  input.addEventListener("input", filter);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
    } else if (event.key === "Escape" && document.activeElement === input) {
      input.value = "";
      filter();
      input.blur();
    }
  });

  const links = new Map([...document.querySelectorAll("nav li a")].map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver(
    (changes) => {
      for (const change of changes) {
        if (!change.isIntersecting) continue;
        for (const link of links.values()) link.removeAttribute("aria-current");
        links.get(change.target.id)?.setAttribute("aria-current", "true");
      }
    },
    { rootMargin: "-10% 0px -80% 0px" },
  );
  for (const article of articles) seen.observe(article);

  for (const pre of document.querySelectorAll("pre")) {
    if (!navigator.clipboard) break;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(pre.innerText);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
    pre.after(button);
  }
})();
