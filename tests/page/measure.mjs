// Runs inside the page (no imports, no names from outside): what of its texts cannot be read.
export function unreadable_texts() {
  const found = [];
  const visible = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const excerpt = (text) => text.trim().replace(/\s+/g, " ").slice(0, 60);

  // What an ancestor cuts off or lets be scrolled to: only what is left of a rectangle is seen.
  const clipped = (rect, element) => {
    let box = { left: rect.left, top: rect.top, right: rect.right, bottom: rect.bottom };
    for (let e = element; e && e !== document.body; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      const own = e.getBoundingClientRect();
      const scrolls = /auto|scroll/.test(style.overflowX + style.overflowY);
      if (!scrolls && (rect.right > own.right + 1 || rect.left < own.left - 1 || rect.bottom > own.bottom + 2)) {
        found.push(`cut off: "${excerpt(element.textContent)}" in ${e.className || e.tagName}`);
      }
      box = { left: Math.max(box.left, own.left), top: Math.max(box.top, own.top),
        right: Math.min(box.right, own.right), bottom: Math.min(box.bottom, own.bottom) };
    }
    return box;
  };

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !visible(element) || element.closest("script, option, select")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      if (rect.width < 1 || rect.height < 1) continue;
      if (rect.left < -1 || rect.right > innerWidth + 1) {
        if (!element.closest(".scroll, pre")) found.push(`outside of the window: "${excerpt(node.data)}"`);
      }
      const box = clipped(rect, element);
      if (box.right - box.left > 1 && box.bottom - box.top > 1) texts.push({ node, box });
    }
  }
  texts.sort((a, b) => a.box.top - b.box.top);
  for (let i = 0; i < texts.length; ++i) {
    const a = texts[i];
    for (let j = i + 1; j < texts.length && texts[j].box.top < a.box.bottom; ++j) {
      const b = texts[j];
      if (a.node === b.node || a.node.parentElement.closest("thead") || b.node.parentElement.closest("thead")) continue;
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      // Line boxes are higher than their letters: a third of a line may be shared.
      if (wide > 1.5 && high > 0.34 * Math.min(a.box.bottom - a.box.top, b.box.bottom - b.box.top)) {
        found.push(`overlap: "${excerpt(a.node.data)}" and "${excerpt(b.node.data)}"`);
      }
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) {
    found.push(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${innerWidth}`);
  }
  return [...new Set(found)];
}
