// Built from backend/tracker by `npm run tracker --workspace backend`. Do not edit.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is JavaScript inside of strings

/** Version of the tracker. */
export const trackerVersion = '0.1.0';

/** A piece of code and the groups of features that it needs: one of each group must be wanted. */
export type TemplatePart = readonly [needs: readonly (readonly string[])[], code: string];

/** The script of one configuration in pieces, minified. */
export const pageParts: readonly TemplatePart[] = [
  [[], '(()=>{try{let m=self;'],
  [[['full', 'event.custom']], 'let i=m.uvp=m.uvp||{};'],
  [[], 'if(m[__UVP_ID__])throw 0;m[__UVP_ID__]=1;'],
  [[['gated'], ['event.custom']], 'i.track=i.track||Object;i.flush=i.flush||Object;'],
  [[['privacy.gpc']], 'if(navigator.globalPrivacyControl)throw 0;'],
  [[['privacy.dnt']], 'if(navigator.doNotTrack==="1")throw 0;'],
  [[['sampling']], 'if(Math.random()*__UVP_SAMPLING__>1)throw 0;'],
  [[['type.gauge', 'library']], 'let k=e=>({toJSON:()=>Math.max(0,Date.now()-e)});'],
  [
    [],
    'let y=__UVP_CREDENTIALS__;let c=e=>(...t)=>{try{return e(...t)}catch(n){}},h=(e,t)=>{for(let n of e.split(" "))addEventListener(n,c(t),!0)};',
  ],
  [
    [['persist']],
    'let ee=30,q=({t:e})=>`${__UVP_ID__} ${e.batchId}`,F=c(e=>{localStorage[q(e)]=JSON.stringify([e.t,e.e])}),V=c(e=>localStorage.removeItem(q(e))),G=()=>{let e=[];for(let t of Object.keys(localStorage))if(t.startsWith(`${__UVP_ID__} `))try{let[n,r]=JSON.parse(localStorage[t]);if(!n.metrics[0]||!(Date.now()-r<8e7))throw 0;',
  ],
  [[['persist'], ['type.gauge']], 'for(let a of n.metrics)a.ageMs=k(r);'],
  [
    [['persist']],
    'e.push({t:n,e:r})}catch(n){localStorage.removeItem(t)}e.sort((t,n)=>n.e-t.e);for(let t of e.splice(ee))V(t);return e.reverse()};',
  ],
  [[], 'let S={},l=[],C=0,T=0,_,L=0,b;'],
  [[['full']], 'let g=0;'],
  [[], 'let U=(e,t,n)=>{'],
  [[['full']], 'g+=S[n]?0:n.length+250;'],
  [[], 'e=S[n]=S[n]||e;'],
  [[['type.counter']], 'e.value=(e.value||0)+t;'],
  [[['type.gauge']], 'e.value=t,e.ageMs=k(Date.now());'],
  [[['type.observations']], 'e.value=e.value||[];for(let o=__UVP_SAMPLING__;o--;g+=40)e.value.push(t);'],
  [
    [['library']],
    'let{type:r,op:a}=e;a==="add"||r==="counter"?e.value=(e.value||0)+t:!r||r==="gauge"?e.value=t:(e.value=(e.value||[]).concat(t),g+=40),e.timestamp||(e.ageMs=k(Date.now()));',
  ],
  [[['full']], 'g>16e3&&f();'],
  [
    [],
    'b=document.hidden&&!C?Promise.resolve(1).then(f):b||setTimeout(f,Date.now()-L>__UVP_INTERVAL__?250:__UVP_INTERVAL__)},f=e=>(b=0,$(e)),$=c(e=>{let t=Object.values(S),n=()=>(e||!_)&&!document.prerendering,r;',
  ],
  [[['lean']], 'r=!b&&n()&&!l[30];'],
  [[['full']], 'r=g>16e3||!b&&n();'],
  [[['persist']], 'r=g>16e3||!b&&!document.prerendering&&(e||!l[28]);'],
  [
    [],
    'if(r&&t[0]){L=Date.now(),l.push({t:{batchId:""+m.crypto.getRandomValues(new Uint32Array(4)),metrics:t,dropped:T||void 0},e:L}),S={},T=0;',
  ],
  [[['full']], 'g=0;'],
  [[['persist']], 'F(l[l.length-1]);'],
  [[], '}'],
  [[['persist']], 'let a=l;'],
  [[['lean']], 'l=l.filter(o=>Date.now()-o.e<8e7||void(T+=o.e&&1));'],
  [
    [['full']],
    'l=l.filter((o,s)=>o.n||l.length-s<31&&Date.now()-o.e<8e7||void(T+=o.e&&o.t.metrics.length+(o.t.dropped|0)));',
  ],
  [[['persist']], 'for(let o of a)l.includes(o)||V(o);'],
  [[], 'return l.map(o=>o.n||n()&&te(o,e))}),W=e=>{clearTimeout(_),_=e&&(setTimeout(()=>{_=0,$()},e)||1);'],
  [[['library']], 'let{unref:t}=Object(_);t&&t.call(_);'],
  [[], '},te=(e,t)=>{W(3e4);'],
  [[['transport.simple']], 't=1;'],
  [[], 'let n=JSON.stringify({...t&&y,...e.t}),r,a=1;'],
  [[['transport.headers']], 't||(r={"X-API-Key":y.apiKey,"X-API-Secret":y.apiSecret});'],
  [[['full']], 'let o=new Blob([n]).size;i.b=(i.b||0)+o,a=i.b<6e4;'],
  [
    [],
    'return e.n=fetch(__UVP_ENDPOINT__,{method:"POST",body:n,headers:r,keepalive:a,credentials:"omit"}).then(s=>s.text().then(()=>s)).catch(()=>0).then(s=>{',
  ],
  [[['full']], 'i.b-=o;'],
  [
    [],
    'e.n=0;let w=0;return!s||/408|429|5../.test(s.status)?w=1e3*(Math.min(2**C++,30)*(Math.random()+.5)+(s&&Math.min(s.headers.get("Retry-After"),3600)||0)):C=e.e=0,W(w),$()})};',
  ],
  [[['persist']], 'l=c(G)()||[];f();'],
  [[['routes']], 'let v={};'],
  [[], 'let d=(e,t,n,r)=>{let a=1;'],
  [[['values']], 'if(a=+(t==null||t===""?__UVP_VALUE__:t),!(a>=__UVP_LOWEST__&&a<=1e12))throw 0;'],
  [[['scaled']], 'a*=__UVP_SAMPLING__;'],
  [[['plain']], 'U({name:__UVP_METRIC__},a,"");'],
  [[['labels']], 'let o={},s={};'],
  [[['labels'], ['label.path']], 's.$path=v.o.replace(/\\/(\\d+|[\\da-f-]{8,})(?=[/#]|$)/gi,"/:id");'],
  [[['labels'], ['label.path'], ['label.patterns']], 'for(let[p,O]of __UVP_PATHS__)p.test(v.o)&&(s.$path=O);'],
  [[['labels'], ['label.event']], 's.$event=""+e;'],
  [[['labels'], ['label.vital']], 's.$vital=n;'],
  [[['labels'], ['label.referrer']], 'let w=document.referrer.split("/")[2];s.$referrer=w!==location.host&&w;'],
  [
    [['labels'], ['label.device']],
    'let z=navigator.maxTouchPoints+navigator.userAgent;s.$device=/iPad|Android(?!.*Mobi)|^[2-9].*tosh/.test(z)?"tablet":/Mobi/.test(z)?"mobile":"desktop";',
  ],
  [[['labels'], ['label.language']], 's.$language=navigator.language;'],
  [[['labels'], ['label.title']], 's.$title=document.title;'],
  [[['labels'], ['label.screen']], 's.$screen=`${screen.width}x${screen.height}`;'],
  [
    [['labels'], ['label.utm']],
    'for(let p of["utm_source","utm_medium","utm_campaign"])s[`$${p}`]=new URLSearchParams(location.search).get(p);',
  ],
  [
    [['labels']],
    'for(let[p,O]of __UVP_LABELS__){let P=r&&r(p)||s[O];P&&(o[p]=P[66]?new TextDecoder().decode(new TextEncoder().encode(P).slice(0,198)):P)}U({name:__UVP_METRIC__,labels:o},a,JSON.stringify(o));',
  ],
  [[], '};'],
  [
    [['event.custom']],
    'let N=(e,t,n)=>{__UVP_EVENTS__.test(e)&&d(e,t,"",n)},B=c((e,t)=>{let{value:n,labels:r}=Object(t);e?N(e,n,a=>""+[Object(r)[a]]):f()}),ne=i.track||Object;i.track=(...e)=>{ne.apply(i,e),B(...e)};i.flush=()=>i.track();',
  ],
  [[['elements']], 'h("click auxclick submit",e=>{let t=o=>e.target.closest(o);if(e.button>1)throw 0;'],
  [[['elements'], ['event.click']], 't("a,button,[role=button],[type=submit],[type=button]")&&d("click");'],
  [[['elements'], ['event.form_submit']], 'e.type==="submit"&&d("form_submit");'],
  [[['elements'], ['event.outbound_click', 'event.file_download']], 'let n=t("a");if(n){'],
  [
    [['elements'], ['event.outbound_click', 'event.file_download'], ['event.outbound_click']],
    'n.host&&n.host!==location.host&&d("outbound_click");',
  ],
  [
    [['elements'], ['event.outbound_click', 'event.file_download'], ['event.file_download']],
    '(t("a[download]")||/\\.(csv|dmg|exe|gz|mov|mp[34]|pdf|rar|zip|(doc|ppt|xls)x?)$/i.test(n.pathname))&&d("file_download");',
  ],
  [[['elements'], ['event.outbound_click', 'event.file_download']], '}'],
  [
    [['elements'], ['event.custom']],
    'let r=t((e.type==="submit"?"form":":not(form)")+"[data-uvp-event]"),a=o=>r.getAttribute("data-uvp-"+o);N(a("event"),a("value"),o=>a("label-"+o));',
  ],
  [[['elements']], '});'],
  [[['event.error']], 'h("error unhandledrejection",e=>{e.target===m&&d("error")});'],
  [[['attention']], 'let A=0,x=0,K;setInterval(c(()=>{'],
  [[['attention'], ['event.engaged_time']], 'document.hasFocus()&&(A+=.25);'],
  [
    [['attention'], ['event.scroll_depth']],
    'document.hidden||(x=Math.max(x,(scrollY+innerHeight)/document.documentElement.scrollHeight));',
  ],
  [[['attention']], '}),250);'],
  [[['event.web_vital']], 'let u={},D={},I=0,X=0,Y=0;'],
  [[['ends']], 'let j=e=>{'],
  [[['ends'], ['event.engaged_time']], 'A&&d("engaged_time",A),A=0;'],
  [[['ends'], ['event.scroll_depth']], 'K&&x&&d("scroll_depth",Math.min(1,x)),K=!e,x=0;'],
  [
    [['ends'], ['event.web_vital']],
    'if(e&&M){M.takeRecords().forEach(Q),M=null;let[t]=Object.values(D).sort((n,r)=>n-r).slice(-1-Math.min(9,performance.interactionCount/50|0));t&&(u.INP=t/1e3);for(let n of Object.keys(u))d("web_vital",u[n],n)}',
  ],
  [[['ends']], '};'],
  [
    [['timings']],
    'let R=e=>document.prerendering?0:Math.max(0,e-(performance.getEntriesByType("navigation")[0].activationStart||0))/1e3,E="navigation";',
  ],
  [
    [['timings'], ['event.web_vital']],
    'E+=" event first-input";(!document.hidden||document.prerendering)&&(E+=" paint largest-contentful-paint layout-shift");',
  ],
  [[['timings']], 'let Q=e=>{let{startTime:t,interactionId:n}=e;if(e.loadEventEnd&&E){E="";'],
  [[['timings'], ['event.page_load']], 'd("page_load",R(e.loadEventEnd));'],
  [[['timings'], ['event.web_vital']], 'u.TTFB=R(e.responseStart);'],
  [[['timings']], '}'],
  [
    [['timings'], ['event.web_vital']],
    'e.name==="first-contentful-paint"&&(u.FCP=R(t),m.LayoutShift&&(u.CLS=u.CLS||0)),e.size&&(u.LCP=R(t)),n&&(D[n]=Math.max(D[n]||0,e.duration)),e.value&&!e.hadRecentInput&&(I&&t-Y<1e3&&t-X<5e3||(I=0,X=t),Y=t,I+=e.value,u.CLS=Math.max(u.CLS||0,I));',
  ],
  [
    [['timings']],
    '},M=new PerformanceObserver(c(e=>e.getEntries().forEach(Q)));for(let e of E.split(" "))c(()=>M.observe({type:e,buffered:!0,durationThreshold:40}))();',
  ],
  [[], 'h("visibilitychange prerenderingchange pagehide online",e=>{'],
  [[['ends']], '(document.hidden||e.persisted>=0)&&j(1);'],
  [[], 'f(1)});'],
  [[['routes']], 'let Z,J=c(e=>{let[t]=location.href.split(__UVP_HASH__);if(t!==Z||e.persisted){Z=t;'],
  [[['routes'], ['ends']], 'j();'],
  [[['routes']], 'v.o=location.pathname;'],
  [[['routes'], ['routes.hash']], 'v.o+=/^(#!?\\/[^?]*)?/.exec(location.hash)[0];'],
  [[['routes'], ['event.page_view']], 'd("page_view");'],
  [
    [['routes']],
    '}}),{history:H}=m;for(let e of["pushState","replaceState"]){let t=H[e];H[e]=(...n)=>{t.apply(H,n),J()}}h("popstate pageshow",J);J();',
  ],
  [[['event.custom']], 'for(let e of i.q||[])B(...e);'],
  [[], '}catch(e){}})()'],
];

/** The same for people to read. */
export const readableParts: readonly TemplatePart[] = [
  [[], '(()=>{try{\nlet page = self;\n'],
  [[['full', 'event.custom']], 'let shared = page.uvp = page.uvp || {};\n'],
  [[], '\nif (page[__UVP_ID__]) throw 0;\npage[__UVP_ID__] = 1;\n'],
  [[['gated'], ['event.custom']], 'shared.track = shared.track || Object;\nshared.flush = shared.flush || Object;\n'],
  [[['privacy.gpc']], 'if (navigator.globalPrivacyControl) throw 0;\n'],
  [[['privacy.dnt']], 'if (navigator.doNotTrack === "1") throw 0;\n'],
  [[['sampling']], 'if (Math.random() * __UVP_SAMPLING__ > 1) throw 0;\n'],
  [[], '\n'],
  [
    [['type.gauge', 'library']],
    'let ageSince = (epochMs) => ({\n  toJSON: () => Math.max(0, Date.now() - epochMs)\n});\n',
  ],
  [
    [],
    '\nlet credentials = __UVP_CREDENTIALS__;\n\nlet safely = (work) => (\n  // biome-ignore lint/suspicious/noConfusingVoidType: there is nothing to give back when something was thrown\n  (...args) => {\n    try {\n      return work(...args);\n    } catch (e) {\n    }\n  }\n);\nlet on = (types2, seen) => {\n  for (const type of types2.split(" ")) addEventListener(type, safely(seen), true);\n};\n\n',
  ],
  [
    [['persist']],
    'let maxStored = 30;\nlet nameOf = ({ content_ }) => `${__UVP_ID__} ${content_.batchId}`;\nlet keep = safely((batch) => {\n  localStorage[nameOf(batch)] = JSON.stringify([batch.content_, batch.madeAt_]);\n});\nlet forget = safely((batch) => localStorage.removeItem(nameOf(batch)));\nlet leftovers = () => {\n  const found = [];\n  for (const name of Object.keys(localStorage)) {\n    if (!name.startsWith(`${__UVP_ID__} `)) continue;\n    try {\n      const [content_, madeAt_] = JSON.parse(localStorage[name]);\n      if (!content_.metrics[0] || !(Date.now() - madeAt_ < 8e7)) throw 0;\n',
  ],
  [[['persist'], ['type.gauge']], '      for (const entry of content_.metrics) entry.ageMs = ageSince(madeAt_);\n'],
  [
    [['persist']],
    '      found.push({ content_, madeAt_ });\n    } catch (e) {\n      localStorage.removeItem(name);\n    }\n  }\n  found.sort((a, b) => b.madeAt_ - a.madeAt_);\n  for (const batch of found.splice(maxStored)) forget(batch);\n  return found.reverse();\n};\n',
  ],
  [
    [],
    '\nlet open = {};\nlet batches = [];\nlet failures = 0;\nlet dropped = 0;\nlet paused;\nlet flushedAt = 0;\nlet timer;\n',
  ],
  [[['full']], 'let weight = 0;\n'],
  [[], 'let add = (entry, value, key) => {\n'],
  [[['full']], '  weight += open[key] ? 0 : key.length + 250;\n'],
  [[], '  entry = open[key] = open[key] || entry;\n'],
  [[['type.counter']], '  entry.value = (entry.value || 0) + value;\n'],
  [[['type.gauge']], '  entry.value = value;\n  entry.ageMs = ageSince(Date.now());\n'],
  [
    [['type.observations']],
    '  entry.value = entry.value || [];\n  for (let times = __UVP_SAMPLING__; times--; weight += 40) entry.value.push(value);\n',
  ],
  [
    [['library']],
    '  const { type, op } = entry;\n  if (op === "add" || type === "counter") entry.value = (entry.value || 0) + value;\n  else if (!type || type === "gauge") entry.value = value;\n  else {\n    entry.value = (entry.value || []).concat(value);\n    weight += 40;\n  }\n  if (!entry.timestamp) entry.ageMs = ageSince(Date.now());\n',
  ],
  [[['full']], '  if (weight > 16e3) flush();\n'],
  [
    [],
    '  timer = document.hidden && !failures ? Promise.resolve(1).then(flush) : timer || setTimeout(flush, Date.now() - flushedAt > __UVP_INTERVAL__ ? 250 : __UVP_INTERVAL__);\n};\nlet flush = (last) => {\n  timer = 0;\n  return pump(last);\n};\nlet pump = safely((last) => {\n  const metrics = Object.values(open);\n  const free = () => (last || !paused) && !document.prerendering;\n  let seal;\n',
  ],
  [[['lean']], '  seal = !timer && free() && !batches[30];\n'],
  [[['full']], '  seal = weight > 16e3 || !timer && free();\n'],
  [[['persist']], '  seal = weight > 16e3 || !timer && !document.prerendering && (last || !batches[28]);\n'],
  [
    [],
    '  if (seal && metrics[0]) {\n    flushedAt = Date.now();\n    batches.push({\n      content_: {\n        batchId: "" + page.crypto.getRandomValues(new Uint32Array(4)),\n        metrics,\n        dropped: dropped || void 0\n      },\n      madeAt_: flushedAt\n    });\n    open = {};\n    dropped = 0;\n',
  ],
  [[['full']], '    weight = 0;\n'],
  [[['persist']], '    keep(batches[batches.length - 1]);\n'],
  [[], '  }\n'],
  [[['persist']], '  const before2 = batches;\n'],
  [
    [['lean']],
    '  batches = batches.filter((batch) => Date.now() - batch.madeAt_ < 8e7 || void (dropped += batch.madeAt_ && 1));\n',
  ],
  [
    [['full']],
    '  batches = batches.filter(\n    (batch, n) => batch.sending_ || batches.length - n < 31 && Date.now() - batch.madeAt_ < 8e7 || // biome-ignore lint/suspicious/noAssignInExpressions: as above\n    void (dropped += batch.madeAt_ && batch.content_.metrics.length + (batch.content_.dropped | 0))\n  );\n',
  ],
  [[['persist']], '  for (const batch of before2) if (!batches.includes(batch)) forget(batch);\n'],
  [
    [],
    '  return batches.map((batch) => batch.sending_ || free() && send(batch, last));\n});\nlet pause = (ms) => {\n  clearTimeout(paused);\n  paused = ms && (setTimeout(() => {\n    paused = 0;\n    pump();\n  }, ms) || 1);\n',
  ],
  [[['library']], '  const { unref } = Object(paused);\n  if (unref) unref.call(paused);\n'],
  [[], '};\nlet send = (batch, last) => {\n  pause(3e4);\n'],
  [[['transport.simple']], '  last = 1;\n'],
  [
    [],
    '  const body = JSON.stringify({ ...last && credentials, ...batch.content_ });\n  let headers;\n  let keepalive = 1;\n',
  ],
  [
    [['transport.headers']],
    '  if (!last) headers = { "X-API-Key": credentials.apiKey, "X-API-Secret": credentials.apiSecret };\n',
  ],
  [
    [['full']],
    '  const bytes = new Blob([body]).size;\n  shared.b = (shared.b || 0) + bytes;\n  keepalive = shared.b < 6e4;\n',
  ],
  [
    [],
    '  return batch.sending_ = fetch(__UVP_ENDPOINT__, {\n    method: "POST",\n    body,\n    headers,\n    keepalive,\n    credentials: "omit"\n  }).then((reply) => reply.text().then(() => reply)).catch(() => 0).then((reply) => {\n',
  ],
  [[['full']], '    shared.b -= bytes;\n'],
  [
    [],
    '    batch.sending_ = 0;\n    let waitMs = 0;\n    if (!reply || /408|429|5../.test(reply.status)) {\n      waitMs = 1e3 * (Math.min(2 ** failures++, 30) * (Math.random() + 0.5) + (reply && Math.min(reply.headers.get("Retry-After"), 3600) || 0));\n    } else failures = batch.madeAt_ = 0;\n    pause(waitMs);\n    return pump();\n  });\n};\n',
  ],
  [[['persist']], 'batches = safely(leftovers)() || [];\nflush();\n'],
  [[], '\n'],
  [[['routes']], 'let here = {};\n'],
  [[], '\nlet track = (event, value, vital, read) => {\n  let amount = 1;\n'],
  [
    [['values']],
    '  amount = +(value === void 0 || value === null || value === "" ? __UVP_VALUE__ : value);\n  if (!(amount >= __UVP_LOWEST__ && amount <= 1e12)) throw 0;\n',
  ],
  [[['scaled']], '  amount *= __UVP_SAMPLING__;\n'],
  [[['plain']], '  add({ name: __UVP_METRIC__ }, amount, "");\n'],
  [[['labels']], '  const labels = {};\n  const sources = {};\n'],
  [
    [['labels'], ['label.path']],
    '  sources.$path = here.path_.replace(/\\/(\\d+|[\\da-f-]{8,})(?=[/#]|$)/gi, "/:id");\n',
  ],
  [
    [['labels'], ['label.path'], ['label.patterns']],
    '  for (const [pattern, name] of __UVP_PATHS__) if (pattern.test(here.path_)) sources.$path = name;\n',
  ],
  [[['labels'], ['label.event']], '  sources.$event = "" + event;\n'],
  [[['labels'], ['label.vital']], '  sources.$vital = vital;\n'],
  [
    [['labels'], ['label.referrer']],
    '  const from = document.referrer.split("/")[2];\n  sources.$referrer = from !== location.host && from;\n',
  ],
  [
    [['labels'], ['label.device']],
    '  const agent = navigator.maxTouchPoints + navigator.userAgent;\n  sources.$device = /iPad|Android(?!.*Mobi)|^[2-9].*tosh/.test(agent) ? "tablet" : /Mobi/.test(agent) ? "mobile" : "desktop";\n',
  ],
  [[['labels'], ['label.language']], '  sources.$language = navigator.language;\n'],
  [[['labels'], ['label.title']], '  sources.$title = document.title;\n'],
  [[['labels'], ['label.screen']], '  sources.$screen = `${screen.width}x${screen.height}`;\n'],
  [
    [['labels'], ['label.utm']],
    '  for (const name of ["utm_source", "utm_medium", "utm_campaign"])\n    sources[`$${name}`] = new URLSearchParams(location.search).get(name);\n',
  ],
  [
    [['labels']],
    '  for (const [name, source] of __UVP_LABELS__) {\n    const text = read && read(name) || sources[source];\n    if (text) labels[name] = text[66] ? new TextDecoder().decode(new TextEncoder().encode(text).slice(0, 198)) : text;\n  }\n  add({ name: __UVP_METRIC__, labels }, amount, JSON.stringify(labels));\n',
  ],
  [[], '};\n'],
  [
    [['event.custom']],
    'let tell = (event, value, read) => {\n  if (__UVP_EVENTS__.test(event)) track(event, value, "", read);\n};\nlet take = safely((event, options) => {\n  const { value, labels } = Object(options);\n  if (event) tell(event, value, (name) => "" + [Object(labels)[name]]);\n  else flush();\n});\nlet before = shared.track || Object;\nshared.track = (...call) => {\n  before.apply(shared, call);\n  take(...call);\n};\nshared.flush = () => shared.track();\n',
  ],
  [[], '\n'],
  [
    [['elements']],
    'on("click auxclick submit", (event) => {\n  const near = (selector) => event.target.closest(selector);\n  if (event.button > 1) throw 0;\n',
  ],
  [
    [['elements'], ['event.click']],
    '  if (near("a,button,[role=button],[type=submit],[type=button]")) track("click");\n',
  ],
  [[['elements'], ['event.form_submit']], '  if (event.type === "submit") track("form_submit");\n'],
  [[['elements'], ['event.outbound_click', 'event.file_download']], '  const link = near("a");\n  if (link) {\n'],
  [
    [['elements'], ['event.outbound_click', 'event.file_download'], ['event.outbound_click']],
    '    if (link.host && link.host !== location.host) track("outbound_click");\n',
  ],
  [
    [['elements'], ['event.outbound_click', 'event.file_download'], ['event.file_download']],
    '    if (near("a[download]") || /\\.(csv|dmg|exe|gz|mov|mp[34]|pdf|rar|zip|(doc|ppt|xls)x?)$/i.test(link.pathname))\n      track("file_download");\n',
  ],
  [[['elements'], ['event.outbound_click', 'event.file_download']], '  }\n'],
  [
    [['elements'], ['event.custom']],
    '  const marked = near((event.type === "submit" ? "form" : ":not(form)") + "[data-uvp-event]");\n  const read = (name) => marked.getAttribute("data-uvp-" + name);\n  tell(read("event"), read("value"), (name) => read("label-" + name));\n',
  ],
  [[['elements']], '});\n'],
  [
    [['event.error']],
    'on("error unhandledrejection", (event) => {\n  if (event.target === page) track("error");\n});\n',
  ],
  [[], '\n'],
  [[['attention']], 'let engaged = 0;\nlet deepest = 0;\nlet viewing;\nsetInterval(\n  safely(() => {\n'],
  [[['attention'], ['event.engaged_time']], '    if (document.hasFocus()) engaged += 0.25;\n'],
  [
    [['attention'], ['event.scroll_depth']],
    '    if (!document.hidden) deepest = Math.max(deepest, (scrollY + innerHeight) / document.documentElement.scrollHeight);\n',
  ],
  [[['attention']], '  }),\n  250\n);\n'],
  [
    [['event.web_vital']],
    'let vitals = {};\nlet interactions = {};\nlet shifts = 0;\nlet firstShift = 0;\nlet lastShift = 0;\n',
  ],
  [[['ends']], 'let end = (leaving) => {\n'],
  [[['ends'], ['event.engaged_time']], '  if (engaged) track("engaged_time", engaged);\n  engaged = 0;\n'],
  [
    [['ends'], ['event.scroll_depth']],
    '  if (viewing && deepest) track("scroll_depth", Math.min(1, deepest));\n  viewing = !leaving;\n  deepest = 0;\n',
  ],
  [
    [['ends'], ['event.web_vital']],
    '  if (leaving && observer) {\n    observer.takeRecords().forEach(see);\n    observer = null;\n    const [inp] = Object.values(interactions).sort((a, b) => a - b).slice(-1 - Math.min(9, performance.interactionCount / 50 | 0));\n    if (inp) vitals.INP = inp / 1e3;\n    for (const name of Object.keys(vitals)) track("web_vital", vitals[name], name);\n  }\n',
  ],
  [[['ends']], '};\n'],
  [
    [['timings']],
    'let sinceAsked = (atMs) => document.prerendering ? 0 : Math.max(0, atMs - (performance.getEntriesByType("navigation")[0].activationStart || 0)) / 1e3;\nlet types = "navigation";\n',
  ],
  [
    [['timings'], ['event.web_vital']],
    'types += " event first-input";\nif (!document.hidden || document.prerendering)\n  types += " paint largest-contentful-paint layout-shift";\n',
  ],
  [
    [['timings']],
    'let see = (entry) => {\n  const { startTime, interactionId } = entry;\n  if (entry.loadEventEnd && types) {\n    types = "";\n',
  ],
  [[['timings'], ['event.page_load']], '    track("page_load", sinceAsked(entry.loadEventEnd));\n'],
  [[['timings'], ['event.web_vital']], '    vitals.TTFB = sinceAsked(entry.responseStart);\n'],
  [[['timings']], '  }\n'],
  [
    [['timings'], ['event.web_vital']],
    '  if (entry.name === "first-contentful-paint") {\n    vitals.FCP = sinceAsked(startTime);\n    if (page.LayoutShift) vitals.CLS = vitals.CLS || 0;\n  }\n  if (entry.size) vitals.LCP = sinceAsked(startTime);\n  if (interactionId) interactions[interactionId] = Math.max(interactions[interactionId] || 0, entry.duration);\n  if (entry.value && !entry.hadRecentInput) {\n    if (!(shifts && startTime - lastShift < 1e3 && startTime - firstShift < 5e3)) {\n      shifts = 0;\n      firstShift = startTime;\n    }\n    lastShift = startTime;\n    shifts += entry.value;\n    vitals.CLS = Math.max(vitals.CLS || 0, shifts);\n  }\n',
  ],
  [
    [['timings']],
    '};\nlet observer = new PerformanceObserver(\n  safely((list) => list.getEntries().forEach(see))\n);\nfor (const type of types.split(" "))\n  safely(\n    () => observer.observe({\n      type,\n      buffered: true,\n      durationThreshold: 40\n    })\n  )();\n',
  ],
  [[], '\non("visibilitychange prerenderingchange pagehide online", (event) => {\n'],
  [[['ends']], '  if (document.hidden || event.persisted >= 0) end(1);\n'],
  [[], '  flush(1);\n});\n'],
  [
    [['routes']],
    'let shown;\nlet view = safely((event) => {\n  const [address] = location.href.split(__UVP_HASH__);\n  if (address !== shown || event.persisted) {\n    shown = address;\n',
  ],
  [[['routes'], ['ends']], '    end();\n'],
  [[['routes']], '    here.path_ = location.pathname;\n'],
  [[['routes'], ['routes.hash']], '    here.path_ += /^(#!?\\/[^?]*)?/.exec(location.hash)[0];\n'],
  [[['routes'], ['event.page_view']], '    track("page_view");\n'],
  [
    [['routes']],
    '  }\n});\nlet { history } = page;\nfor (const method of ["pushState", "replaceState"]) {\n  const original = history[method];\n  history[method] = (...args) => {\n    original.apply(history, args);\n    view();\n  };\n}\non("popstate pageshow", view);\nview();\n',
  ],
  [[['event.custom']], 'for (const call of shared.q || []) take(...call);\n'],
  [[], '}catch(e){}})()'],
];

/** The generic library, an expression. */
export const libraryCode =
  '(()=>{var scope=typeof self==="object"?self:globalThis,uvp=scope.uvp=scope.uvp||{};uvp.init=options=>{var self=scope,document=scope.document||{},addEventListener=scope.addEventListener||Object,__UVP_CLIENT__={},__UVP_INTERVAL__=5e3,{apiKey,apiSecret,endpoint}=Object(options),__UVP_CREDENTIALS__={apiKey,apiSecret},__UVP_ENDPOINT__=`${endpoint||__UVP_PUBLIC_URL__}`.replace(/\\/+$/,"")+"/api/v1/metrics";let g=e=>({toJSON:()=>Math.max(0,Date.now()-e)});let _=__UVP_CREDENTIALS__;let l=e=>(...n)=>{try{return e(...n)}catch(t){}},E=(e,n)=>{for(let t of e.split(" "))addEventListener(t,l(n),!0)};let b=self;let h=b.uvp=b.uvp||{};let p={},a=[],k=0,v=0,d,S=0,m;let c=0;let N=(e,n,t)=>{c+=p[t]?0:t.length+250;e=p[t]=p[t]||e;let{type:r,op:s}=e;s==="add"||r==="counter"?e.value=(e.value||0)+n:!r||r==="gauge"?e.value=n:(e.value=(e.value||[]).concat(n),c+=40),e.timestamp||(e.ageMs=g(Date.now()));c>16e3&&u();m=document.hidden&&!k?Promise.resolve(1).then(u):m||setTimeout(u,Date.now()-S>__UVP_INTERVAL__?250:__UVP_INTERVAL__)},u=e=>(m=0,x(e)),x=l(e=>{let n=Object.values(p),t=()=>(e||!d)&&!document.prerendering,r;r=c>16e3||!m&&t();if(r&&n[0]){S=Date.now(),a.push({n:{batchId:""+b.crypto.getRandomValues(new Uint32Array(4)),metrics:n,dropped:v||void 0},e:S}),p={},v=0;c=0;}a=a.filter((o,i)=>o.t||a.length-i<31&&Date.now()-o.e<8e7||void(v+=o.e&&o.n.metrics.length+(o.n.dropped|0)));return a.map(o=>o.t||t()&&V(o,e))}),C=e=>{clearTimeout(d),d=e&&(setTimeout(()=>{d=0,x()},e)||1);let{unref:n}=Object(d);n&&n.call(d);},V=(e,n)=>{C(3e4);let t=JSON.stringify({...n&&_,...e.n}),r,s=1;n||(r={"X-API-Key":_.apiKey,"X-API-Secret":_.apiSecret});let o=new Blob([t]).size;h.b=(h.b||0)+o,s=h.b<6e4;return e.t=fetch(__UVP_ENDPOINT__,{method:"POST",body:t,headers:r,keepalive:s,credentials:"omit"}).then(i=>i.text().then(()=>i)).catch(()=>0).then(i=>{h.b-=o;e.t=0;let f=0;return!i||/408|429|5../.test(i.status)?f=1e3*(Math.min(2**k++,30)*(Math.random()+.5)+(i&&Math.min(i.headers.get("Retry-After"),3600)||0)):k=e.e=0,C(f),x()})};let R=()=>!a.length&&!Object.keys(p).length;let D=0;__UVP_CLIENT__.track=l((e,n)=>{let{value:t,labels:r,type:s,op:o,timestamp:i}=Object(n),f={name:`${e}`,type:s,op:o,timestamp:i,labels:M(r)},y=t==null?s==="counter"?1:void 0:Number.parseFloat(t),A=(s||o==="add")&&y>=(s==="gauge"||o==="add"?-1e12:0)&&y<=1e12;N(f,y,JSON.stringify(f)+(A?"":D++))});__UVP_CLIENT__.flush=async()=>{for(;;){let e=(u()||[]).filter(Boolean);if(!e.length)return R();await Promise.all(e)}};function M(e){let n={};for(let[t,r]of Object.entries(Object(e)))r!=null&&(n[t]=`${r}`);return n}E("visibilitychange pagehide online",()=>u(1));\n;return __UVP_CLIENT__};return uvp})()';
