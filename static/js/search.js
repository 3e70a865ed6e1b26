// What makes searching quicker where scripts run; every page works without.

// Facets stay open, the box just ticked keeps the focus, suggestions in use stay.
let open = new Map();
let focused = null;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.matches(".suggestions:focus-within")) detail.shouldSwap = false;
  open = new Map([...document.querySelectorAll("#filters, .facet")].map((one) => [one.id, one.open]));
  const box = document.activeElement;
  focused = box && box.type === "checkbox" ? `[name="${box.name}"][value="${CSS.escape(box.value)}"]` : null;
});
document.addEventListener("htmx:afterSettle", () => {
  for (const [id, wasOpen] of open) {
    const one = document.getElementById(id);
    if (one) one.open = wasOpen;
  }
  if (focused) document.querySelector(focused)?.focus({ preventScroll: true });
});

// What is left empty is not asked for.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  for (const [name, value] of [...detail.formData]) if (!value) detail.formData.delete(name);
});

// Typing rewrites the address in place, so that Back leads past the letters.
document.addEventListener("htmx:beforeHistoryUpdate", ({ detail }) => {
  const isTyped = detail.requestConfig.triggeringEvent?.type === "input";
  if (isTyped || detail.history.path === location.pathname + location.search) detail.history.type = "replace";
});

// Arrows lead through the suggestions; Escape puts them away.
document.addEventListener("keydown", (event) => {
  const box = document.activeElement?.closest(".searchbox");
  const suggested = box?.querySelector(".suggestions");
  if (!suggested) return;
  const stops = [box.querySelector("input"), ...suggested.querySelectorAll("a")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" && stops.length > 1) {
    event.preventDefault();
    suggested.replaceChildren();
    stops[0].focus();
  } else if (step && stops.includes(document.activeElement)) {
    event.preventDefault();
    stops[Math.max(0, stops.indexOf(document.activeElement) + step)]?.focus();
  }
});
