// What is wrong with a page as it is shown now, as a list of sentences. Everything folded is opened first.
theme => {
  const wrong = [];
  const say = (what, element) => {
    if (wrong.length < 20) wrong.push(what + ': ' + (element.textContent || element.getAttribute('aria-label') || '').trim().slice(0, 60));
  };
  document.querySelectorAll('details').forEach(details => { details.open = true; });

  const page = document.documentElement;
  const width = page.clientWidth;
  if (page.scrollWidth > width) say('the page is wider than its window by ' + (page.scrollWidth - width) + ' px', page.querySelector('title'));
  if (document.querySelectorAll('script, img, iframe, link, object, embed').length) say('the page has foreign elements', document.body);
  const ground = getComputedStyle(page).backgroundColor;
  const dark = ground.match(/\d+/g).slice(0, 3).every(part => Number(part) < 64);
  if (dark !== (theme === 'DARK')) say('the ground is ' + ground + ' in the theme ' + theme, document.querySelector('h1'));

  const charts = document.querySelectorAll('svg.chart');
  charts.forEach(chart => {
    const box = chart.getBoundingClientRect();
    if (box.width < 60 || box.height < 6) say('a chart of ' + box.width + ' by ' + box.height, chart);
    const marks = [...chart.querySelectorAll('.mark')];
    const seen = marks.filter(mark => {
      const at = mark.getBoundingClientRect();
      return (at.width > 0 || at.height > 0) && at.left >= box.left - 8 && at.right <= box.right + 8;
    });
    if (!seen.length) say('a chart without marks', chart);
    if (seen.length < marks.length) {
      const outside = marks.find(mark => { const at = mark.getBoundingClientRect(); return at.left < box.left - 8 || at.right > box.right + 8; });
      if (outside) say('a mark outside of its chart', chart);
    }
  });

  // The boxes of all lines of text, except in what scrolls by itself.
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const holder = node.parentElement;
    if (!node.data.trim() || holder.closest('title, style, .scroll, pre')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1) continue;
      if (box.left < -0.5 || box.right > width + 0.5) say('text leaves the window', holder);
      lines.push({ left: box.left, right: box.right, top: box.top + 2, bottom: box.bottom - 2, holder });
    }
    const block = holder.closest('p, li, dd, dt, .name, .value, .slot, h1, h2, h3');
    if (block && block.scrollWidth > block.clientWidth + 1 && getComputedStyle(block).display !== 'inline') say('text is wider than its box', block);
  }
  lines.sort((a, b) => a.top - b.top);
  for (let i = 0; i < lines.length; i++) {
    for (let j = i + 1; j < lines.length && lines[j].top < lines[i].bottom; j++) {
      const a = lines[i], b = lines[j];
      if (a.holder.classList.contains('cross') || b.holder.classList.contains('cross')) continue;
      const over = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const across = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (over > 1 && across > 3) say('text covers "' + a.holder.textContent.slice(0, 30) + '"', b.holder);
    }
  }
  return wrong;
}
