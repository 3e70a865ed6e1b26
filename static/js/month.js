// Arrows lead from day to day, Home and End to the ends of a week, Page Up and Page Down to the months beside.
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const TURNED = "#turned";

function days() {
  return [...document.querySelectorAll(".month td:not(.outside)")].filter((day) => day.checkVisibility());
}

function reach(day) {
  for (const one of days()) one.tabIndex = one === day ? 0 : -1;
}

function begin() {
  const all = days();
  const first = all.find((day) => day.matches(".today")) || all.find((day) => day.querySelector("a")) || all[0];
  if (first) reach(first);
  return first;
}

function stepped(all, day, key) {
  const at = all.indexOf(day);
  if (key in STEPS) return all[at + STEPS[key]];
  const week = [...day.parentElement.children].filter((one) => all.includes(one));
  return { Home: week[0], End: week.at(-1) }[key];
}

document.addEventListener("keydown", (event) => {
  const day = event.target.closest?.(".month td");
  if (!day || event.altKey || event.ctrlKey || event.metaKey) return;
  const beside = { PageUp: "prev", PageDown: "next" }[event.key];
  const link = beside && document.querySelector(`.months a[rel~="${beside}"]`);
  const next = stepped(days(), day, event.key);
  if (!link && !next) return;
  event.preventDefault();
  if (link) return void location.assign(link.href + TURNED);
  reach(next);
  next.focus();
});

document.addEventListener("htmx:afterSettle", begin);
const first = begin();
if (location.hash === TURNED) first?.focus();
