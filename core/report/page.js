'use strict';
// Draws the report from the data in the page. Text of the corpus only ever becomes text nodes.
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const colours = ['--a', '--b', '--c', '--d', '--e', '--f'].map((name) => `var(${name})`);
  const typeColour = { PER: colours[0], ORG: colours[1], LOC: colours[2], MISC: colours[3] };

  function make(space, tag, attributes, children) {
    const node = space ? document.createElementNS(space, tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (typeof value === 'function') node.addEventListener(name, value);
      else node.setAttribute(name, value);
    }
    node.append(...[].concat(children === undefined ? [] : children).filter((child) => child !== null));
    return node;
  }
  const el = (tag, attributes, children) => make(null, tag, attributes, children);
  const svg = (tag, attributes, children) => make('http://www.w3.org/2000/svg', tag, attributes, children);
  const number = (n) => Math.round(n).toLocaleString('en-US');
  const axisNumber = (n) => (n >= 10000 ? n.toLocaleString('en-US', { notation: 'compact' })
    : n >= 10 || Number.isInteger(n) ? number(n) : n.toFixed(1));
  const percent = (part, all) => (all > 0 ? `${(100 * part / all).toFixed(part > 0 && part < all / 100 ? 2 : 1)} %` : '');
  const bytes = (n) => {
    for (const unit of ['B', 'KB', 'MB', 'GB']) {
      if (n < 1000 || unit === 'GB') return `${n < 10 && unit !== 'B' ? n.toFixed(1) : Math.round(n)} ${unit}`;
      n /= 1000;
    }
  };
  const seconds = (n) => (n < 10 ? n.toFixed(2) : n < 120 ? n.toFixed(1) : `${Math.floor(n / 60)} min ${Math.round(n % 60)}`) + ' s';
  const sum = (list) => list.reduce((all, n) => all + n, 0);
  const section = (title, ...children) => el('section', {}, [el('h2', {}, title), ...children]);

  function numbers(pairs) {
    return el('ul', { class: 'numbers' }, pairs.map(([name, value]) => el('li', {}, [el('b', {}, value), name])));
  }
  function bars(pairs, of) {
    const most = Math.max(1, ...pairs.map(([, n]) => n));
    return el('dl', { class: 'bars' }, pairs.flatMap(([name, n]) => [
      el('dt', { title: name }, name),
      el('div', { class: 'bar', style: `width:${100 * n / most}%` }),
      el('dd', {}, of ? `${number(n)} (${percent(n, of)})` : number(n))]));
  }
  function table(heads, rows) {
    const cell = (tag) => (value) => el(tag, typeof value === 'number' || /^[-\d,.]+( %)?$/.test(value) ? { class: 'n' } : {},
      typeof value === 'number' ? number(value) : value);
    return el('div', { class: 'wide' }, el('table', {}, [
      el('thead', {}, el('tr', {}, heads.map((head) => el('th', head.endsWith('#') ? { class: 'n' } : {}, head.replace('#', ''))))),
      el('tbody', {}, rows.map((row) => el('tr', {}, row.map(cell('td')))))]));
  }

  // Months between the first and the last, or years where there are too many.
  function timeline(series) {
    const all = new Set(series.flatMap(([, months]) => Object.keys(months)));
    if (all.size === 0) return null;
    const order = [...all].sort();
    const index = (month) => +month.slice(0, 4) * 12 + +month.slice(5) - 1;
    const first = index(order[0]), last = index(order[order.length - 1]);
    const yearly = last - first > 240;
    const slot = (month) => (yearly ? Math.floor(index(month) / 12) - Math.floor(first / 12) : index(month) - first);
    const slots = slot(order[order.length - 1]) + 1;
    const label = (i) => (yearly ? String(Math.floor(first / 12) + i)
      : `${Math.floor((first + i) / 12)}-${String((first + i) % 12 + 1).padStart(2, '0')}`);
    const lines = series.map(([name, months]) => {
      const values = new Array(slots).fill(0);
      for (const [month, n] of Object.entries(months)) values[slot(month)] += n;
      return [name, values];
    });
    const most = Math.max(1, ...lines.flatMap(([, values]) => values));
    const width = 640, height = 200, left = 44, bottom = 22;
    const x = (i) => left + (slots === 1 ? (width - left) / 2 : i * (width - left - 8) / (slots - 1));
    const y = (n) => height - bottom - n * (height - bottom - 12) / most;
    const children = [0, 0.5, 1].flatMap((part) => [
      svg('line', { x1: left, x2: width, y1: y(most * part), y2: y(most * part), stroke: 'var(--line)' }),
      svg('text', { x: left - 6, y: y(most * part) + 4, 'text-anchor': 'end' }, axisNumber(most * part))]);
    const every = Math.max(1, Math.ceil(slots / 7));
    for (let i = 0; i < slots; i += every)
      children.push(svg('text', { x: x(i), y: height - 6, 'text-anchor': slots > 1 && i === 0 ? 'start' : i === slots - 1 && slots > 1 ? 'end' : 'middle' }, label(i)));
    lines.forEach(([name, values], k) => {
      const colour = colours[k % colours.length];
      if (slots === 1) children.push(svg('circle', { cx: x(0), cy: y(values[0]), r: 4, fill: colour }));
      else children.push(svg('polyline', { points: values.map((n, i) => `${x(i)},${y(n)}`).join(' '), fill: 'none', stroke: colour, 'stroke-width': 2 },
        svg('title', {}, name)));
    });
    return [svg('svg', { class: 'timeline', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `Documents ${yearly ? 'a year' : 'a month'}, ${label(0)} to ${label(slots - 1)}` }, children),
      series.length > 1 ? el('ul', { class: 'legend' }, lines.map(([name], k) =>
        el('li', {}, [el('i', { style: `background:${colours[k % colours.length]}` }), name]))) : null];
  }
  function lengths(bins) {
    const name = (i) => (i === 0 ? 'empty' : i === 1 ? '1' : `${number(2 ** (i - 1))} to ${number(2 ** i - 1)}`);
    return bars(bins.map((n, i) => [name(i), n]).filter(([, n]) => n > 0), sum(bins));
  }
  const figure = (title, content, caption) => (content === null ? null
    : el('figure', {}, [el('h3', {}, title), ...[].concat(content), caption ? el('figcaption', {}, caption) : null]));

  function pipeline(summary) {
    const most = Math.max(1, ...summary.steps.map((step) => step.documents + (step.made || 0)));
    return el('ol', { class: 'steps' }, summary.steps.map((step) => {
      const drops = summary.drops[step.id] || {};
      const gone = sum(Object.values(drops)), broken = step.failed || 0;
      const kept = Math.max(0, step.documents + (step.made || 0) - gone - broken);
      const part = (n, kind) => el('i', { class: kind, style: `width:${100 * n / most}%` });
      const notes = Object.entries(drops).map(([reason, n]) => `${number(n)} dropped: ${reason}`);
      if (broken) notes.push(`${number(broken)} failed`);
      if (step.made) notes.push(`${number(step.made)} more made`);
      if (summary.rows[step.id] !== undefined) notes.push(`${number(summary.rows[step.id])} rows written`);
      for (const [group, counts] of Object.entries(step.counts || {}))
        notes.push(`${group}: ${Object.entries(counts).slice(0, 8).map(([name, n]) => `${name} ${number(n)}`).join(', ')}`);
      return el('li', {}, [
        el('div', { class: 'step-line' }, [el('b', {}, step.id), el('span', { class: 'soft' }, step.id === step.uses ? '' : step.uses),
          el('span', {}, `${number(step.documents)} documents`)]),
        el('div', { class: 'flow', role: 'img', 'aria-label': `${number(kept)} go on, ${number(gone)} dropped, ${number(broken)} failed` },
          [part(kept, 'kept'), part(gone, 'gone'), part(broken, 'broken')]),
        notes.length ? el('div', { class: 'soft' }, notes.join('; ')) : null]);
    }));
  }

  function examples(corpus) {
    if (!corpus.removed.length) return null;
    const groups = new Map();
    for (const one of corpus.removed) {
      const key = `${one.step}: ${one.reason}`;
      groups.set(key, [...(groups.get(key) || []), one]);
    }
    return section('What was removed, by example', el('p', { class: 'soft' },
      'Examples are from the beginning of the corpus; dropped.jsonl has all. Texts are cut after 1,500 bytes. Words that differ are marked.'),
    ...[...groups].flatMap(([title, list]) => [el('h3', {}, title), ...list.map((one) => el('details', {}, [
      el('summary', {}, one.of ? `${one.id} repeats ${one.of}` : one.id),
      one.detail ? el('p', { class: 'soft' }, one.detail) : null,
      one.parts ? el('div', { class: 'pair' }, [1, 2].map((side) => el('div', {}, [
        el('h3', {}, side === 1 ? `kept: ${one.of}` : `removed: ${one.id}`),
        el('div', { class: 'text', dir: 'auto' }, one.parts.flatMap((part) => [part[0] ? part[side] : el('mark', {}, part[side]), ' ']))])))
        : one.text !== undefined ? el('div', { class: 'text', dir: 'auto' }, one.text) : null]))]));
  }
  function failures(corpus, summary) {
    if (!summary.documents.failed && !summary.inputs_failed) return null;
    return section('What failed', el('p', {}, `${number(summary.documents.failed)} documents and ${number(summary.inputs_failed)} inputs failed.`),
      corpus && corpus.failed.length ? table(['Step', 'Document', 'Why'], corpus.failed.map((one) => [one.step, one.id, one.reason])) : null);
  }

  // Places of the nodes: springs along edges, all nodes push each other away; the same each time.
  function layout(nodes, edges) {
    const place = nodes.map((_, i) => ({ x: Math.cos(i * 2.4) * 30 * Math.sqrt(i + 1), y: Math.sin(i * 2.4) * 30 * Math.sqrt(i + 1) }));
    const heaviest = Math.max(1, ...edges.map((edge) => edge[2]));
    for (let round = 0; round < 250; ++round) {
      const step = 12 * (1 - round / 250);
      const force = place.map((p) => ({ x: -p.x * 0.006, y: -p.y * 0.012 }));
      for (let i = 0; i < place.length; ++i) {
        for (let k = i + 1; k < place.length; ++k) {
          const dx = place[i].x - place[k].x, dy = place[i].y - place[k].y, d = Math.max(25, dx * dx + dy * dy), push = 9000 / d;
          const length = Math.sqrt(d);
          force[i].x += dx / length * push; force[i].y += dy / length * push;
          force[k].x -= dx / length * push; force[k].y -= dy / length * push;
        }
      }
      for (const [a, b, n] of edges) {
        const dx = place[b].x - place[a].x, dy = place[b].y - place[a].y, pull = 0.004 + 0.04 * n / heaviest;
        force[a].x += dx * pull; force[a].y += dy * pull; force[b].x -= dx * pull; force[b].y -= dy * pull;
      }
      place.forEach((p, i) => {
        const length = Math.hypot(force[i].x, force[i].y) || 1;
        p.x += force[i].x / length * Math.min(step, length); p.y += force[i].y / length * Math.min(step, length);
      });
    }
    return place;
  }
  function network(names) {
    if (!names.edges.length) return null;
    const used = [...new Set(names.edges.flatMap(([a, b]) => [a, b]))].sort((a, b) => a - b);
    const at = new Map(used.map((n, i) => [n, i]));
    const edges = names.edges.map(([a, b, n]) => [at.get(a), at.get(b), n]);
    const place = layout(used, edges);
    const heaviest = Math.max(...edges.map((edge) => edge[2]));
    const xs = place.map((p) => p.x), ys = place.map((p) => p.y);
    const view = { x: Math.min(...xs) - 60, y: Math.min(...ys) - 40, w: Math.max(...xs) - Math.min(...xs) + 160, h: Math.max(...ys) - Math.min(...ys) + 80 };
    const image = svg('svg', { class: 'network', tabindex: 0, role: 'img', 'aria-label': `Network of ${used.length} names that occur in the same documents` }, [
      ...edges.map(([a, b, n]) => svg('line', { x1: place[a].x, y1: place[a].y, x2: place[b].x, y2: place[b].y, stroke: 'var(--soft)', 'stroke-opacity': 0.25 + 0.5 * n / heaviest, 'stroke-width': 0.5 + 3 * n / heaviest },
        svg('title', {}, `${names.names[used[a]][1]} and ${names.names[used[b]][1]}: ${number(n)} documents`))),
      ...used.flatMap((n, i) => {
        const [type, name, documents] = names.names[n];
        const r = 3 + 8 * Math.sqrt(documents / names.names[0][2]);
        return [svg('circle', { cx: place[i].x, cy: place[i].y, r, fill: typeColour[type] || colours[4] }, svg('title', {}, `${name} (${type}): ${number(documents)} documents`)),
          svg('text', { x: place[i].x + r + 2, y: place[i].y + 4 }, name)];
      })]);
    const show = () => image.setAttribute('viewBox', `${view.x} ${view.y} ${view.w} ${view.h}`);
    const zoom = (by, px, py) => { view.x += view.w * px * (1 - by); view.y += view.h * py * (1 - by); view.w *= by; view.h *= by; show(); };
    show();
    image.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && document.activeElement !== image) return;
      event.preventDefault();
      const box = image.getBoundingClientRect();
      zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    }, { passive: false });
    image.addEventListener('pointermove', (event) => {
      if (!event.buttons) return;
      const box = image.getBoundingClientRect();
      view.x -= event.movementX * view.w / box.width; view.y -= event.movementY * view.h / box.height; show();
    });
    image.addEventListener('keydown', (event) => {
      const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (move) { view.x += move[0] * view.w / 12; view.y += move[1] * view.h / 12; show(); event.preventDefault(); }
      if (event.key === '+') zoom(1 / 1.2, 0.5, 0.5);
      if (event.key === '-') zoom(1.2, 0.5, 0.5);
    });
    return figure('Names in the same documents', [image, el('p', {}, [
      el('button', { type: 'button', click: () => zoom(1 / 1.3, 0.5, 0.5) }, 'Nearer'), ' ', el('button', { type: 'button', click: () => zoom(1.3, 0.5, 0.5) }, 'Farther')])],
    `The most frequent names, and how often two are in one document; from the first ${number(names.edges_of)} documents that have names. Drag to move, buttons or + and - to zoom.`);
  }
  function people(corpus) {
    const names = corpus.names;
    if (!names || !names.names.length) return null;
    const types = [...new Set(names.names.map(([type]) => type))].sort();
    const box = el('input', { type: 'search', id: 'find', placeholder: 'a name', 'aria-label': 'Find a name' });
    const body = el('div', {});
    const draw = () => {
      const wanted = box.value.toLocaleLowerCase();
      const found = names.names.filter(([, name]) => name.toLocaleLowerCase().includes(wanted)).slice(0, 100);
      body.replaceChildren(table(['Type', 'Name', 'Documents#', 'Mentions#'], found), el('p', { class: 'soft' },
        `${number(found.length)} shown of the ${number(names.names.length)} most frequent; ${number(names.different)} different names in all${names.not_told_apart ? `, and ${number(names.not_told_apart)} mentions of rarer ones` : ''}.`));
    };
    // A link may ask for a name: report.html#find=NAME
    if (location.hash.startsWith('#find=')) box.value = decodeURIComponent(location.hash.slice(6));
    box.addEventListener('input', draw);
    draw();
    return section('Names', numbers(Object.entries(names.types).map(([type, n]) => [type, number(n)])),
      el('div', { class: 'columns' }, types.map((type) => figure(type, bars(names.names.filter((one) => one[0] === type).slice(0, 15).map(([, name, n]) => [name, n])), 'documents with the name'))),
      figure('The most frequent names over time', timeline(Object.entries(names.months).slice(0, 6).map(([i, months]) => [names.names[i][1], months]))),
      network(names), el('h3', {}, 'Find a name'), el('p', {}, box), body);
  }
  function documents(corpus) {
    const before = corpus.read, after = corpus.finished;
    const over = after.months && Object.keys(after.months).length ? after.months : null;
    return section('Documents', numbers([['read', number(before.documents)], ['finished', number(after.documents)],
      ['characters read', number(before.characters)], ['characters finished', number(after.characters)]]),
    el('div', { class: 'columns' }, [
      after.languages && figure('Languages of the finished documents', bars(after.languages.slice(0, 15).map(([lang, n]) => [lang || '(none)', n]), after.documents)),
      figure('Length in characters, as read', lengths(before.lengths)),
      figure('Length in characters, finished', lengths(after.lengths)),
      after.sources && figure('Sources of the finished documents', bars(after.sources.slice(0, 15), after.documents),
        after.different_sources > 15 ? `the 15 largest of ${after.sources_cut ? 'more than ' : ''}${number(after.different_sources)}` : '')].filter(Boolean)),
    over && figure('Finished documents over time', timeline([['documents', over]]), after.without_date ? `${number(after.without_date)} have no date` : ''),
    Object.keys(after.source_months).length > 1 ? figure('The largest sources over time', timeline(Object.entries(after.source_months))) : null);
  }
  function cost(summary) {
    const all = sum(summary.steps.map((step) => step.seconds));
    return section('Time and memory', el('p', {}, `${seconds(summary.seconds)} with ${number(summary.threads)} ${summary.threads === 1 ? 'thread' : 'threads'}; ${bytes(summary.bytes.read)} read, ${bytes(summary.bytes.written)} written.`),
      table(['Step', 'Documents#', 'Seconds of all threads#', 'Share#', 'Documents a second#', 'Peak memory#'], summary.steps.map((step) =>
        [step.id, step.documents, step.seconds.toFixed(2), percent(step.seconds, all), step.documents_per_second, step.peak_memory ? bytes(step.peak_memory) : ''])));
  }
  function outputs(summary, corpus) {
    if (!summary.outputs.length) return null;
    return section('Outputs', table(['File', 'Size#'], summary.outputs.map((output) => [output.path, bytes(output.bytes)])),
      ...((corpus && corpus.written) || []).filter((one) => one.begins !== null).map((one) =>
        el('details', {}, [el('summary', {}, `${one.step}: how it begins`), el('pre', {}, one.begins + (one.whole ? '' : ' …'))])));
  }
  function methods(summary) {
    const lines = [
      `Pipeline "${summary.pipeline}" (${summary.file}), run by Textmill ${summary.textmill} from ${summary.started} to ${summary.ended}.`,
      `Command: ${summary.command.join(' ')}`, `Folder: ${summary.folder}`,
      ...summary.set.map((one) => `Set: ${one}`), ...Object.entries(summary.environment).map(([name, value]) => `Environment: ${name}=${value}`),
      `Input: ${number(summary.input_files)} files, ${number(summary.bytes.read)} bytes${summary.inputs.length ? ': ' + summary.inputs.slice(0, 10).map((input) => input.path).join(', ') + (summary.inputs.length > 10 ? ', ...' : '') : ''}`,
      `Documents: ${number(summary.documents.read)} read, ${number(summary.documents.made)} made, ${number(summary.documents.finished)} finished, ${number(summary.documents.dropped)} dropped, ${number(summary.documents.failed)} failed.`,
      ...summary.steps.map((step, i) => `Step ${i + 1}: ${step.id}${step.uses === step.id ? '' : ` (${step.uses})`}${step.version ? ` ${step.version}` : ''}: ${number(step.documents)} documents${Object.entries(summary.drops[step.id] || {}).map(([reason, n]) => `; ${number(n)} dropped as ${reason}`).join('')}`),
      `Plugins: ${Object.entries(summary.plugins).map(([name, version]) => `${name} ${version}`).join(', ')}`];
    const text = el('pre', { id: 'methods' }, lines.join('\n'));
    const button = el('button', { type: 'button', click: () => {
      const done = () => { button.textContent = 'Copied'; };
      const select = () => { getSelection().selectAllChildren(text); };
      if (navigator.clipboard) navigator.clipboard.writeText(text.textContent).then(done, select);
      else select();
    } }, 'Copy as text');
    return section('Methods', el('p', {}, button), text);
  }
  function report(run, alone) {
    const { summary, corpus } = run;
    const d = summary.documents;
    return [el('h1', {}, summary.pipeline), el('p', { class: 'soft' }, `${summary.file}, ${summary.started.slice(0, 16).replace('T', ' ')} UTC, Textmill ${summary.textmill}`),
      summary.exit_status === 0 ? null : el('p', {}, el('mark', {}, `Not complete: ${summary.outcome}. ${summary.error || ''}`)),
      numbers([['read', number(d.read)], ...(d.made ? [['made of them', number(d.made)]] : []), ['finished', `${number(d.finished)}`], ['dropped', `${number(d.dropped)}`], ['failed', number(d.failed)], ['time', seconds(summary.seconds)]]),
      section('Pipeline', pipeline(summary)), corpus ? documents(corpus) : null, corpus ? people(corpus) : null, corpus ? examples(corpus) : null,
      failures(corpus, summary), outputs(summary, corpus), cost(summary), methods(summary), alone ? null : el('hr')];
  }
  const main = document.getElementById('report');
  main.replaceChildren(...data.runs.flatMap((run) => report(run, data.runs.length === 1)).filter((node) => node !== null));
  document.title = `${data.runs.map((run) => run.summary.pipeline).join(', ')}: Textmill report`;
})();
