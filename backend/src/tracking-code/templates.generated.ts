// Built from backend/tracker by `npm run tracker --workspace backend`. Do not edit.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is JavaScript inside of strings

/** Version of the tracker. */
export const trackerVersion = '0.1.0';

/** A piece of code and the groups of features that it needs: one of each group must be wanted. */
export type TemplatePart = readonly [needs: readonly (readonly string[])[], code: string];

/** A script in pieces: what comes before, for each metric, and after. */
export interface PageSections {
  readonly before: readonly TemplatePart[];
  readonly metric: readonly TemplatePart[];
  readonly after: readonly TemplatePart[];
}

/** The script of a page, minified. */
export const minifiedPage: PageSections = {
  before: [
    [
      [],
      '(()=>{try{let P=__UVP_CREDENTIALS__;let s=e=>(...t)=>{try{return e(...t)}catch(n){}},g=(e,t)=>{for(let n of e.split(" "))addEventListener(n,s(t),!0)};let f=self;',
    ],
    [[['full', 'event.custom']], 'let i=f.uvp=f.uvp||{};'],
    [[['type.gauge', 'library']], 'let T=e=>({toJSON:()=>Math.max(0,Date.now()-e)});'],
    [
      [['persist']],
      'let oe=30,G=({t:e})=>`${__UVP_STORE__} ${e.batchId}`,W=s(e=>{localStorage[G(e)]=JSON.stringify([e.t,e.e])}),C=s(e=>localStorage.removeItem(G(e))),K=()=>{let e=[];for(let t of Object.keys(localStorage))if(t.startsWith(`${__UVP_STORE__} `))try{let[n,r]=JSON.parse(localStorage[t]);if(!n.metrics[0]||!(Date.now()-r<8e7))throw 0;',
    ],
    [[['persist'], ['type.gauge']], 'for(let a of n.metrics)a.ageMs=T(r);'],
    [
      [['persist']],
      'e.push({t:n,e:r})}catch(n){localStorage.removeItem(t)}e.sort((t,n)=>n.e-t.e);for(let t of e.splice(oe))C(t);return e.reverse()};',
    ],
    [[], 'let k={},c=[],U=0,R=0,b,L=0,v;'],
    [[['full']], 'let w=0;'],
    [[], 'let $=(e,t,n)=>{let r=k[t]||e;'],
    [[['full']], 'w+=k[t]?0:t.length+250;'],
    [[], 'k[t]=r;let a=n(r);'],
    [[['full']], 'w+=40*a;'],
    [[['full']], 'w>16e3&&_();'],
    [
      [],
      'v=document.hidden&&!U?Promise.resolve(1).then(_):v||setTimeout(_,Date.now()-L>__UVP_INTERVAL__?250:__UVP_INTERVAL__)},_=e=>(v=0,N(e)),N=s(e=>{let t=Object.values(k),n=()=>(e||!b)&&!document.prerendering,r;',
    ],
    [[['lean']], 'r=!v&&n()&&!c[30];'],
    [[['full']], 'r=w>16e3||!v&&n();'],
    [[['persist']], 'r=w>16e3||!v&&!document.prerendering&&(e||!c[28]);'],
    [
      [],
      'if(r&&t[0]){L=Date.now(),c.push({t:{batchId:""+f.crypto.getRandomValues(new Uint32Array(4)),metrics:t,dropped:R||void 0},e:L}),k={},R=0;',
    ],
    [[['full']], 'w=0;'],
    [[['persist']], 'W(c[c.length-1]);'],
    [[], '}'],
    [[['persist']], 'let a=c;'],
    [[['lean']], 'c=c.filter(o=>Date.now()-o.e<8e7||void(R+=o.e&&1));'],
    [
      [['full']],
      'c=c.filter((o,u)=>o.n||c.length-u<31&&Date.now()-o.e<8e7||void(R+=o.e&&o.t.metrics.length+(o.t.dropped|0)));',
    ],
    [[['persist']], 'for(let o of a)c.includes(o)||C(o);'],
    [[], 'return c.map(o=>o.n||n()&&re(o,e))}),X=e=>{clearTimeout(b),b=e&&(setTimeout(()=>{b=0,N()},e)||1);'],
    [[['library']], 'let{unref:t}=Object(b);t&&t.call(b);'],
    [[], '},re=(e,t)=>{X(3e4);'],
    [[['transport.simple']], 't=1;'],
    [[], 'let n=JSON.stringify({...t&&P,...e.t}),r,a=1;'],
    [[['transport.headers']], 't||(r={"X-API-Key":P.apiKey,"X-API-Secret":P.apiSecret});'],
    [[['full']], 'let o=new Blob([n]).size;i.b=(i.b||0)+o,a=i.b<6e4;'],
    [
      [],
      'return e.n=fetch(__UVP_ENDPOINT__,{method:"POST",body:n,headers:r,keepalive:a,credentials:"omit"}).then(u=>u.text().then(()=>u)).catch(()=>0).then(u=>{',
    ],
    [[['full']], 'i.b-=o;'],
    [
      [],
      'e.n=0;let l=0;return!u||/408|429|5../.test(u.status)?l=1e3*(Math.min(2**U++,30)*(Math.random()+.5)+(u&&Math.min(u.headers.get("Retry-After"),3600)||0)):U=e.e=0,X(l),N()})};',
    ],
    [[['persist']], 'let Y=()=>{c=(s(K)()||[]).concat(c),_()};'],
    [[['persist']], 'let I={r:0};'],
  ],
  metric: [
    [[], 'if(f[__UVP_ID__])throw 0;f[__UVP_ID__]=1;'],
    [[['gated'], ['event.custom']], 'i.track=i.track||Object;i.flush=i.flush||Object;'],
    [[['privacy.gpc']], 'if(navigator.globalPrivacyControl)throw 0;'],
    [[['privacy.dnt']], 'if(navigator.doNotTrack==="1")throw 0;'],
    [[['sampling']], 'if(Math.random()*__UVP_SAMPLING__>1)throw 0;'],
    [[['persist']], 'I.r=1;'],
    [[['routes']], 'let y={};'],
    [[], 'let m=(e,t,n,r)=>{let a=1;'],
    [[['values']], 'if(a=+(t==null||t===""?__UVP_VALUE__:t),!(a>=__UVP_LOWEST__&&a<=1e12))throw 0;'],
    [[['scaled']], 'a*=__UVP_SAMPLING__;'],
    [[], 'let o=d=>{let h=0;'],
    [[['type.counter']], 'd.value=(d.value||0)+a;'],
    [[['type.gauge']], 'd.value=a,d.ageMs=T(Date.now());'],
    [[['type.observations']], 'h=__UVP_SAMPLING__,d.value=(d.value||[]).concat(Array(h).fill(a));'],
    [[], 'return h};'],
    [[['plain']], '$({name:__UVP_METRIC__},__UVP_METRIC__,o);'],
    [[['labels']], 'let u={},l={};'],
    [[['labels'], ['label.path']], 'l.$path=y.o.replace(/\\/(\\d+|[\\da-f-]{8,})(?=[/#]|$)/gi,"/:id");'],
    [[['labels'], ['label.path'], ['label.patterns']], 'for(let[d,h]of __UVP_PATHS__)d.test(y.o)&&(l.$path=h);'],
    [[['labels'], ['label.event']], 'l.$event=""+e;'],
    [[['labels'], ['label.vital']], 'l.$vital=n;'],
    [[['labels'], ['label.referrer']], 'let q=document.referrer.split("/")[2];l.$referrer=q!==location.host&&q;'],
    [
      [['labels'], ['label.device']],
      'let F=navigator.maxTouchPoints+navigator.userAgent;l.$device=/iPad|Android(?!.*Mobi)|^[2-9].*tosh/.test(F)?"tablet":/Mobi/.test(F)?"mobile":"desktop";',
    ],
    [[['labels'], ['label.language']], 'l.$language=navigator.language;'],
    [[['labels'], ['label.title']], 'l.$title=document.title;'],
    [[['labels'], ['label.screen']], 'l.$screen=`${screen.width}x${screen.height}`;'],
    [
      [['labels'], ['label.utm']],
      'for(let d of["utm_source","utm_medium","utm_campaign"])l[`$${d}`]=new URLSearchParams(location.search).get(d);',
    ],
    [
      [['labels']],
      'for(let[d,h]of __UVP_LABELS__){let x=r&&r(d)||l[h];x&&(u[d]=x[66]?new TextDecoder().decode(new TextEncoder().encode(x).slice(0,198)):x)}$({name:__UVP_METRIC__,labels:u},__UVP_METRIC__+JSON.stringify(u),o);',
    ],
    [[], '};'],
    [
      [['event.custom']],
      'let B=(e,t,n)=>{__UVP_EVENTS__.test(e)&&m(e,t,"",n)},j=s((e,t)=>{let{value:n,labels:r}=Object(t);e?B(e,n,a=>""+[Object(r)[a]]):_()}),ae=i.track||Object;i.track=(...e)=>{ae.apply(i,e),j(...e)};i.flush=()=>i.track();',
    ],
    [[['elements']], 'g("click auxclick submit",e=>{let t=o=>e.target.closest(o);if(e.button>1)throw 0;'],
    [[['elements'], ['event.click']], 't("a,button,[role=button],[type=submit],[type=button]")&&m("click");'],
    [[['elements'], ['event.form_submit']], 'e.type==="submit"&&m("form_submit");'],
    [[['elements'], ['event.outbound_click', 'event.file_download']], 'let n=t("a");if(n){'],
    [
      [['elements'], ['event.outbound_click', 'event.file_download'], ['event.outbound_click']],
      'n.host&&n.host!==location.host&&m("outbound_click");',
    ],
    [
      [['elements'], ['event.outbound_click', 'event.file_download'], ['event.file_download']],
      '(t("a[download]")||/\\.(csv|dmg|exe|gz|mov|mp[34]|pdf|rar|zip|(doc|ppt|xls)x?)$/i.test(n.pathname))&&m("file_download");',
    ],
    [[['elements'], ['event.outbound_click', 'event.file_download']], '}'],
    [
      [['elements'], ['event.custom']],
      'let r=t((e.type==="submit"?"form":":not(form)")+"[data-uvp-event]"),a=o=>r.getAttribute("data-uvp-"+o);B(a("event"),a("value"),o=>a("label-"+o));',
    ],
    [[['elements']], '});'],
    [[['event.error']], 'g("error unhandledrejection",e=>{e.target===f&&m("error")});'],
    [[['attention']], 'let O=0,E=0,Q;setInterval(s(()=>{'],
    [[['attention'], ['event.engaged_time']], 'document.hasFocus()&&(O+=.25);'],
    [
      [['attention'], ['event.scroll_depth']],
      'document.hidden||(E=Math.max(E,(scrollY+innerHeight)/document.documentElement.scrollHeight));',
    ],
    [[['attention']], '}),250);'],
    [[['event.web_vital']], 'let p={},D={},A=0,Z=0,ee=0;'],
    [[['ends']], 'let H=e=>{'],
    [[['ends'], ['event.engaged_time']], 'O&&m("engaged_time",O),O=0;'],
    [[['ends'], ['event.scroll_depth']], 'Q&&E&&m("scroll_depth",Math.min(1,E)),Q=!e,E=0;'],
    [
      [['ends'], ['event.web_vital']],
      'if(e&&V){V.takeRecords().forEach(te),V=null;let[t]=Object.values(D).sort((n,r)=>n-r).slice(-1-Math.min(9,performance.interactionCount/50|0));t&&(p.INP=t/1e3);for(let n of Object.keys(p))m("web_vital",p[n],n)}',
    ],
    [[['ends']], '};'],
    [
      [['timings']],
      'let M=e=>document.prerendering?0:Math.max(0,e-(performance.getEntriesByType("navigation")[0].activationStart||0))/1e3,S="navigation";',
    ],
    [
      [['timings'], ['event.web_vital']],
      'S+=" event first-input";(!document.hidden||document.prerendering)&&(S+=" paint largest-contentful-paint layout-shift");',
    ],
    [[['timings']], 'let te=e=>{let{startTime:t,interactionId:n}=e;if(e.loadEventEnd&&S){S="";'],
    [[['timings'], ['event.page_load']], 'm("page_load",M(e.loadEventEnd));'],
    [[['timings'], ['event.web_vital']], 'p.TTFB=M(e.responseStart);'],
    [[['timings']], '}'],
    [
      [['timings'], ['event.web_vital']],
      'e.name==="first-contentful-paint"&&(p.FCP=M(t),f.LayoutShift&&(p.CLS=p.CLS||0)),e.size&&(p.LCP=M(t)),n&&(D[n]=Math.max(D[n]||0,e.duration)),e.value&&!e.hadRecentInput&&(A&&t-ee<1e3&&t-Z<5e3||(A=0,Z=t),ee=t,A+=e.value,p.CLS=Math.max(p.CLS||0,A));',
    ],
    [
      [['timings']],
      '},V=new PerformanceObserver(s(e=>e.getEntries().forEach(te)));for(let e of S.split(" "))s(()=>V.observe({type:e,buffered:!0,durationThreshold:40}))();',
    ],
    [[['ends']], 'g("visibilitychange pagehide",({type:e})=>{(document.hidden||e==="pagehide")&&H(1)});'],
    [[['routes']], 'let ne,z=s(e=>{let[t]=location.href.split(__UVP_HASH__);if(t!==ne||e.persisted){ne=t;'],
    [[['routes'], ['ends']], 'H();'],
    [[['routes']], 'y.o=location.pathname;'],
    [[['routes'], ['routes.hash']], 'y.o+=/^(#!?\\/[^?]*)?/.exec(location.hash)[0];'],
    [[['routes'], ['event.page_view']], 'm("page_view");'],
    [
      [['routes']],
      '}}),{history:J}=f;for(let e of["pushState","replaceState"]){let t=J[e];J[e]=(...n)=>{t.apply(J,n),z()}}g("popstate pageshow",z);z();',
    ],
    [[['event.custom']], 'for(let e of i.q||[])j(...e);'],
  ],
  after: [
    [[['persist']], 'I.r&&Y();'],
    [[], 'g("visibilitychange prerenderingchange pagehide online",()=>_(1));}catch(e){}})()'],
  ],
};

/** The same for people to read. */
export const readablePage: PageSections = {
  before: [
    [
      [],
      '(()=>{try{\nlet credentials = __UVP_CREDENTIALS__;\n\nlet safely = (work) => (\n  // biome-ignore lint/suspicious/noConfusingVoidType: there is nothing to give back when something was thrown\n  (...args) => {\n    try {\n      return work(...args);\n    } catch (e) {\n    }\n  }\n);\nlet on = (types2, seen) => {\n  for (const type of types2.split(" ")) addEventListener(type, safely(seen), true);\n};\n\nlet page = self;\n',
    ],
    [[['full', 'event.custom']], 'let shared = page.uvp = page.uvp || {};\n'],
    [[], '\n'],
    [
      [['type.gauge', 'library']],
      'let ageSince = (epochMs) => ({\n  toJSON: () => Math.max(0, Date.now() - epochMs)\n});\n',
    ],
    [[], '\n'],
    [
      [['persist']],
      'let maxStored = 30;\nlet nameOf = ({ content_ }) => `${__UVP_STORE__} ${content_.batchId}`;\nlet keep = safely((batch) => {\n  localStorage[nameOf(batch)] = JSON.stringify([batch.content_, batch.madeAt_]);\n});\nlet forget = safely((batch) => localStorage.removeItem(nameOf(batch)));\nlet leftovers = () => {\n  const found = [];\n  for (const name of Object.keys(localStorage)) {\n    if (!name.startsWith(`${__UVP_STORE__} `)) continue;\n    try {\n      const [content_, madeAt_] = JSON.parse(localStorage[name]);\n      if (!content_.metrics[0] || !(Date.now() - madeAt_ < 8e7)) throw 0;\n',
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
    [[], 'let add = (fresh, key, merge) => {\n  const entry = open[key] || fresh;\n'],
    [[['full']], '  weight += open[key] ? 0 : key.length + 250;\n'],
    [[], '  open[key] = entry;\n  const observations = merge(entry);\n'],
    [[['full']], '  weight += 40 * observations;\n'],
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
    [
      [['persist']],
      'let restore = () => {\n  batches = (safely(leftovers)() || []).concat(batches);\n  flush();\n};\n',
    ],
    [[], '\n'],
    [[['persist']], 'let counting = { metrics_: 0 };\n'],
    [[], '\n'],
  ],
  metric: [
    [[], 'if (page[__UVP_ID__]) throw 0;\npage[__UVP_ID__] = 1;\n'],
    [[['gated'], ['event.custom']], 'shared.track = shared.track || Object;\nshared.flush = shared.flush || Object;\n'],
    [[['privacy.gpc']], 'if (navigator.globalPrivacyControl) throw 0;\n'],
    [[['privacy.dnt']], 'if (navigator.doNotTrack === "1") throw 0;\n'],
    [[['sampling']], 'if (Math.random() * __UVP_SAMPLING__ > 1) throw 0;\n'],
    [[['persist']], 'counting.metrics_ = 1;\n'],
    [[], '\n'],
    [[['routes']], 'let here = {};\n'],
    [[], '\nlet track = (event, value, vital, read) => {\n  let amount = 1;\n'],
    [
      [['values']],
      '  amount = +(value === void 0 || value === null || value === "" ? __UVP_VALUE__ : value);\n  if (!(amount >= __UVP_LOWEST__ && amount <= 1e12)) throw 0;\n',
    ],
    [[['scaled']], '  amount *= __UVP_SAMPLING__;\n'],
    [[], '  const merge = (entry) => {\n    let observations = 0;\n'],
    [[['type.counter']], '    entry.value = (entry.value || 0) + amount;\n'],
    [[['type.gauge']], '    entry.value = amount;\n    entry.ageMs = ageSince(Date.now());\n'],
    [
      [['type.observations']],
      '    observations = __UVP_SAMPLING__;\n    entry.value = (entry.value || []).concat(Array(observations).fill(amount));\n',
    ],
    [[], '    return observations;\n  };\n'],
    [[['plain']], '  add({ name: __UVP_METRIC__ }, __UVP_METRIC__, merge);\n'],
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
      '  for (const [name, source] of __UVP_LABELS__) {\n    const text = read && read(name) || sources[source];\n    if (text) labels[name] = text[66] ? new TextDecoder().decode(new TextEncoder().encode(text).slice(0, 198)) : text;\n  }\n  add({ name: __UVP_METRIC__, labels }, __UVP_METRIC__ + JSON.stringify(labels), merge);\n',
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
    [[], '\n'],
    [
      [['ends']],
      'on("visibilitychange pagehide", ({ type }) => {\n  if (document.hidden || type === "pagehide") end(1);\n});\n',
    ],
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
    [[], '\n'],
  ],
  after: [
    [[['persist']], 'if (counting.metrics_) restore();\n'],
    [[], 'on("visibilitychange prerenderingchange pagehide online", () => flush(1));\n}catch(e){}})()'],
  ],
};

/** The generic library, an expression. */
export const libraryCode =
  '(()=>{var scope=typeof self==="object"?self:globalThis,uvp=scope.uvp=scope.uvp||{};uvp.init=options=>{var self=scope,document=scope.document||{},addEventListener=scope.addEventListener||Object,__UVP_CLIENT__={},__UVP_INTERVAL__=5e3,{apiKey,apiSecret,endpoint}=Object(options),__UVP_CREDENTIALS__={apiKey,apiSecret},__UVP_ENDPOINT__=`${endpoint||__UVP_PUBLIC_URL__}`.replace(/\\/+$/,"")+"/api/v1/metrics";let w=e=>({toJSON:()=>Math.max(0,Date.now()-e)});let _=__UVP_CREDENTIALS__;let l=e=>(...n)=>{try{return e(...n)}catch(o){}},O=(e,n)=>{for(let o of e.split(" "))addEventListener(o,l(n),!0)};let b=self;let h=b.uvp=b.uvp||{};let u={},a=[],S=0,v=0,d,x=0,m;let p=0;let I=(e,n,o)=>{let r=u[n]||e;p+=u[n]?0:n.length+250;u[n]=r;let s=o(r);p+=40*s;p>16e3&&f();m=document.hidden&&!S?Promise.resolve(1).then(f):m||setTimeout(f,Date.now()-x>__UVP_INTERVAL__?250:__UVP_INTERVAL__)},f=e=>(m=0,E(e)),E=l(e=>{let n=Object.values(u),o=()=>(e||!d)&&!document.prerendering,r;r=p>16e3||!m&&o();if(r&&n[0]){x=Date.now(),a.push({n:{batchId:""+b.crypto.getRandomValues(new Uint32Array(4)),metrics:n,dropped:v||void 0},e:x}),u={},v=0;p=0;}a=a.filter((t,i)=>t.t||a.length-i<31&&Date.now()-t.e<8e7||void(v+=t.e&&t.n.metrics.length+(t.n.dropped|0)));return a.map(t=>t.t||o()&&B(t,e))}),C=e=>{clearTimeout(d),d=e&&(setTimeout(()=>{d=0,E()},e)||1);let{unref:n}=Object(d);n&&n.call(d);},B=(e,n)=>{C(3e4);let o=JSON.stringify({...n&&_,...e.n}),r,s=1;n||(r={"X-API-Key":_.apiKey,"X-API-Secret":_.apiSecret});let t=new Blob([o]).size;h.b=(h.b||0)+t,s=h.b<6e4;return e.t=fetch(__UVP_ENDPOINT__,{method:"POST",body:o,headers:r,keepalive:s,credentials:"omit"}).then(i=>i.text().then(()=>i)).catch(()=>0).then(i=>{h.b-=t;e.t=0;let g=0;return!i||/408|429|5../.test(i.status)?g=1e3*(Math.min(2**S++,30)*(Math.random()+.5)+(i&&Math.min(i.headers.get("Retry-After"),3600)||0)):S=e.e=0,C(g),E()})};let N=()=>!a.length&&!Object.keys(u).length;let T=0;__UVP_CLIENT__.track=l((e,n)=>{let{value:o,labels:r,type:s,op:t,timestamp:i}=Object(n),g={name:`${e}`,type:s,op:t,timestamp:i,labels:V(r)},y=o==null?s==="counter"?1:void 0:Number.parseFloat(o),A=(s||t==="add")&&y>=(s==="gauge"||t==="add"?-1e12:0)&&y<=1e12;I(g,JSON.stringify(g)+(A?"":T++),c=>{if(i||(c.ageMs=w(Date.now())),t==="add"||s==="counter")c.value=(c.value||0)+y;else if(!s||s==="gauge")c.value=y;else return c.value=(c.value||[]).concat(y),1;return 0})});__UVP_CLIENT__.flush=async()=>{for(;;){let e=(f()||[]).filter(Boolean);if(!e.length)return N();await Promise.all(e)}};function V(e){let n={};for(let[o,r]of Object.entries(Object(e)))r!=null&&(n[o]=`${r}`);return n}O("visibilitychange pagehide online",()=>f(1));\n;return __UVP_CLIENT__};return uvp})()';
