// Pointing at a county, or reaching it by keyboard, shows the first of its networks beside the map.
const beside = document.getElementById("map-beside");
const map = document.querySelector(".map svg");

function show(event) {
  const county = event.target.closest("a[data-county]");
  const networks = county && document.getElementById(county.dataset.county);
  if (networks) beside.replaceChildren(networks.content.cloneNode(true));
}

map?.addEventListener("pointerover", show);
map?.addEventListener("focusin", show);
