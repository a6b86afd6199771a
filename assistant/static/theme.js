// The theme, set before the first paint so that a dark page never flashes white.
"use strict";
{
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    let chosen = null;
    try { chosen = localStorage.getItem("tro-ly.theme"); } catch { /* storage may be switched off */ }
    document.documentElement.dataset.theme = chosen ?? (system.matches ? "dark" : "light");
  };
  window.toggleTheme = () => {
    const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("tro-ly.theme", theme); } catch { /* then it lasts as long as the page */ }
    document.documentElement.dataset.theme = theme;
  };
  system.addEventListener("change", apply);
  apply();
}
