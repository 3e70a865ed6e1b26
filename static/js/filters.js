// On a narrow screen the filters start folded, so that the results come first. Without this script they start open.
const filters = document.querySelector("details.filters");
if (filters && matchMedia("(max-width: 59.99rem)").matches) {
  filters.open = false;
}
