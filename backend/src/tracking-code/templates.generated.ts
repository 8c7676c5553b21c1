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
    [[], '(()=>{try{let b=e=>Object.assign(e,{toJSON:void 0});let I=__UVP_CREDENTIALS__;let l=self;'],
    [[['full', 'event.custom']], 'let a=l.uvp||{};l.uvp=a;'],
    [
      [],
      'let Z=e=>(l[`__zone_symbol__${e}`]||l[e]).bind(self),h=Z("setTimeout"),Q=Z("fetch");let c=e=>(...t)=>{try{return e(...t)}catch(n){return}},u=(e,t,n=self)=>{if(n.addEventListener)for(let o of e.split(" "))n.addEventListener(o,c(t),!0)};',
    ],
    [
      [['persist']],
      'let we=30,Y=({e})=>`${__UVP_STORE__} ${e.batchId}`,ee=c(e=>{localStorage[Y(e)]=JSON.stringify(b([e.e,e.t]))}),B=c(e=>localStorage.removeItem(Y(e))),te=()=>{let e=[];for(let t of Object.keys(localStorage)){if(!t.startsWith(`${__UVP_STORE__} `))continue;let n=c(ke)(localStorage[t]);n?e.push(n):localStorage.removeItem(t)}e.sort((t,n)=>n.t-t.t);for(let t of e.splice(we))B(t);return e.reverse()};function ke(e){let[t,n]=JSON.parse(e);',
    ],
    [[['persist'], ['type.gauge']], 'for(let o of t.metrics)o.ageMs<0||(o.ageMs=-n);'],
    [[['persist']], 'return t.metrics[0]&&Date.now()-n<8e7?{e:t,t:n}:void 0}'],
    [[], 'let R={};'],
    [[['full']], 'let S=0;'],
    [[], 'let v=[],O=0,D=0,ne=0,x=0,T,P,F=(e,t,n)=>{let o=R[t]||b(e);'],
    [[['full']], 'S+=R[t]?0:t.length+250;'],
    [[['lean']], 'n(o);'],
    [[], 'R[t]=o;'],
    [[['full']], 'S+=40*n(o),S>16e3&&w();'],
    [
      [],
      'T=document.hidden&&!x?Promise.resolve().then(()=>w()):T||h(w,Date.now()-D>__UVP_INTERVAL__?250:__UVP_INTERVAL__)},w=e=>(T=0,H(e===!0)),oe=()=>{x=0,j(0)},H=c(e=>{let t=document.prerendering,n=e&&(x<2||Date.now()-ne>1e4),o=()=>!t&&(n||!P),i;',
    ],
    [[['lean']], 'i=!T&&o()&&!v[29];'],
    [[['full']], 'i=S>16e3||!T&&o();'],
    [[['persist']], 'i=S>16e3||!T&&!t&&(e||v.length<29);'],
    [[], 'let p=Object.values(R);if(i&&p[0]){re(p),R={};'],
    [[['full']], 'S=0;'],
    [
      [],
      '}return v=v.filter(Ee),v.map(g=>g.o||o()&&Pe(g,e))});function re(e){D=Date.now();let n={e:{batchId:`${l.crypto.getRandomValues(new Uint32Array(4))}`,metrics:b(e),dropped:O||void 0},t:D};O=0,v.push(n);',
    ],
    [[['persist']], 'ee(n);'],
    [
      [],
      '}function Ee(e,t){let n=v.length-t<=30&&Date.now()-e.t<8e7;if(!e.n&&(e.o||n))return!0;e.n||(O+=e.e.metrics.length+(e.e.dropped||0));',
    ],
    [[['persist']], 'B(e);'],
    [[], 'return!1}function j(e){clearTimeout(P),P=e&&(h(()=>{P=0,H(!1)},e)||1);'],
    [[['library']], 'let{unref:n}=Object(P);n&&n.call(P);'],
    [[], '}function Pe(e,t){ne=Date.now(),j(3e4);let n;'],
    [[['transport.headers']], 't||(n={"X-API-Key":I.apiKey,"X-API-Secret":I.apiSecret});'],
    [[], 'let o=b({...n?{}:I,...e.e}),i=JSON.stringify(o);'],
    [[['type.gauge', 'library']], 'i=JSON.stringify(o,xe);'],
    [[], 'let p=!0;'],
    [[['full']], 'let g=new Blob([i]).size;a.b=(a.b||0)+g,p=a.b<6e4;'],
    [
      [],
      'let s={method:"POST",body:i,headers:n,keepalive:p,credentials:"omit"};return e.o=Q(__UVP_ENDPOINT__,s).then(d=>d.text().then(()=>d)).catch(()=>{}).then(d=>{',
    ],
    [[['full']], 'a.b=a.b-g;'],
    [
      [],
      'e.o=void 0,e.n=!!d&&Se(d);let y=d?Number(d.headers.get("Retry-After")):0,r=Math.min(2**x,60)*(Math.random()+.5)+Math.min(y,3600);j(e.n?0:1e3*r),x=e.n?0:x+1;',
    ],
    [[['full']], 'd&&d.status===413&&Te(e);'],
    [
      [],
      'return H(!1)}),e.o}let Se=({status:e,headers:t})=>{let n=/^4(?!08|29)/.test(`${e}`);return e===202||n&&/problem/.test(`${t.get("Content-Type")}`)};',
    ],
    [[['type.gauge', 'library']], 'let xe=(e,t)=>e==="ageMs"&&t<0?Math.max(0,Date.now()+t):t;'],
    [
      [['full']],
      'function Te(e){let{metrics:t}=e.e,n=Math.floor(t.length/2);if(e.n=!0,n)for(let o of[t.slice(0,n),t.slice(n)])re(o);else O++}',
    ],
    [[['persist']], 'let ie=()=>{v=(c(te)()||[]).concat(v),w()};'],
    [[['persist']], 'let $={r:0};'],
  ],
  metric: [
    [[], 'if(l[__UVP_ID__])throw 0;l[__UVP_ID__]=1;'],
    [[['gated'], ['event.custom']], 'a.track=a.track||Object;a.flush=a.flush||Object;'],
    [[['privacy.gpc']], 'if(navigator.globalPrivacyControl)throw 0;'],
    [[['privacy.dnt']], 'if(navigator.doNotTrack==="1")throw 0;'],
    [[['sampling']], 'if(Math.random()*__UVP_SAMPLING__>1)throw 0;'],
    [[['persist']], '$.r=1;'],
    [[['routes']], 'let E={};'],
    [[], 'let f=(e,t,n,o)=>{let i=1;'],
    [[['values']], 'if(i=+(t==null||t===""?__UVP_VALUE__:t),!(i>=__UVP_LOWEST__&&i<=1e12))throw 0;'],
    [[['scaled']], 'i*=__UVP_SAMPLING__;'],
    [[], 'let p=r=>{let m=0;'],
    [[['type.counter']], 'r.value=(r.value||0)+i;'],
    [[['type.gauge']], 'r.value=i,r.ageMs=-Date.now();'],
    [[['type.observations']], 'm=__UVP_SAMPLING__,r.value=b((r.value||[]).concat(Array(m).fill(i)));'],
    [[], 'return m};'],
    [[['plain']], 'F({name:__UVP_METRIC__},__UVP_METRIC__,p);'],
    [[['labels']], 'let g=b({}),s={};'],
    [[['labels'], ['label.path']], 's.$path=E.i.replace(/\\/(\\d+|[\\da-f-]{8,})(?=[/#]|$)/gi,"/:id");'],
    [[['labels'], ['label.path'], ['label.patterns']], 'for(let[r,m]of __UVP_PATHS__)r.test(E.i)&&(s.$path=m);'],
    [[['labels'], ['label.event']], 's.$event=`${e}`;'],
    [[['labels'], ['label.vital']], 's.$vital=n;'],
    [[['labels'], ['label.referrer']], 'let d=document.referrer.split("/")[2];s.$referrer=d!==location.host&&!E.a&&d;'],
    [
      [['labels'], ['label.device']],
      'let y=navigator.maxTouchPoints+navigator.userAgent;s.$device=/iPad|Android(?!.*Mobi)|^[2-9].*tosh/.test(y)?"tablet":/Mobi/.test(y)?"mobile":"desktop";',
    ],
    [[['labels'], ['label.language']], 's.$language=navigator.language;'],
    [[['labels'], ['label.host']], 's.$host=location.host;'],
    [[['labels'], ['label.title']], 's.$title=document.title;'],
    [[['labels'], ['label.screen']], 's.$screen=`${screen.width}x${screen.height}`;'],
    [
      [['labels'], ['label.utm']],
      'for(let r of["utm_source","utm_medium","utm_campaign"])s[`$${r}`]=new URLSearchParams(location.search).get(r);',
    ],
    [
      [['labels']],
      'for(let[r,m]of __UVP_LABELS__){let k=o&&o(r)||s[m];k&&(g[r]=k[66]?new TextDecoder().decode(new TextEncoder().encode(k).slice(0,200),{stream:!0}):k)}F({name:__UVP_METRIC__,labels:g},__UVP_METRIC__+JSON.stringify(g),p);',
    ],
    [[], '};'],
    [
      [['event.custom']],
      'let J=(e,t,n)=>{__UVP_EVENTS__.test(e)&&f(e,t,"",n)},W=c((e,t)=>{let{value:n,labels:o}=Object(t);e?J(e,n,i=>""+[Object(o)[i]]):w()}),Re=a.track||Object;a.track=(...e)=>{Re.apply(a,e),W(...e)};a.flush=()=>a.track();',
    ],
    [
      [['elements']],
      'let ae=new WeakSet,se=e=>{let t=e.composedPath(),n=r=>t.find(m=>m instanceof Element&&m.matches(r)),o=e.type==="submit";if(e.button>1)return;',
    ],
    [[['elements'], ['event.form_submit']], 'o&&f("form_submit");'],
    [
      [['elements'], ['event.form_submit', 'event.custom']],
      'for(let r of t)!(r instanceof ShadowRoot)||ae.has(r)||(ae.add(r),u("submit",se,r));',
    ],
    [[['elements']], 'if(e.type==="keydown")return;'],
    [
      [['elements'], ['event.click']],
      'let{activeElement:i}=t[0].getRootNode(),p=e.detail||t.includes(i);!o&&p&&n("a[href],area[href],button,summary,[role=button],[role=link],[type=submit],[type=button],[type=reset],[type=image]")&&f("click");',
    ],
    [
      [['elements'], ['event.outbound_click', 'event.file_download']],
      'let s=n("[href]");if(s){let{host:r,pathname:m}=new URL(s.getAttribute("href"),document.baseURI);',
    ],
    [
      [['elements'], ['event.outbound_click', 'event.file_download'], ['event.outbound_click']],
      'let k=ye=>ye.replace(/^www\\./,"");r&&k(r)!==k(location.host)&&f("outbound_click");',
    ],
    [
      [['elements'], ['event.outbound_click', 'event.file_download'], ['event.file_download']],
      '(s.hasAttribute("download")||__UVP_FILES__.test(m))&&f("file_download");',
    ],
    [[['elements'], ['event.outbound_click', 'event.file_download']], '}'],
    [
      [['elements'], ['event.custom']],
      'let d=n(`${o?"form":":not(form)"}[data-uvp-event]`);if(!d)return;let y=r=>d.getAttribute(`data-uvp-${r}`);J(y("event"),y("value"),r=>y(`label-${r}`));',
    ],
    [[['elements']], '};u("click auxclick submit keydown",se);'],
    [
      [['event.error']],
      'u("error unhandledrejection",({target:e,message:t})=>{e===l&&!/^ResizeObserver/.test(t)&&f("error")});',
    ],
    [[['attention']], 'let V=0,ce=performance.now(),M=0,le;'],
    [
      [['attention'], ['event.scroll_depth']],
      'let me=()=>{let e=document.documentElement,t=e.scrollHeight>e.clientHeight?e:document.elementFromPoint(innerWidth/2,innerHeight/2);for(;t&&t.scrollHeight<=t.clientHeight;)t=t.parentElement;return t||e};',
    ],
    [
      [['attention'], ['event.engaged_time']],
      'let pe=()=>{let e=performance.now()-ce;ce+=e,document.hasFocus()&&e<2e3&&(V+=e)};',
    ],
    [[['attention']], 'let Me=c(()=>{'],
    [[['attention'], ['event.engaged_time']], 'pe();'],
    [
      [['attention'], ['event.scroll_depth']],
      'let{scrollTop:e,clientHeight:t}=me();document.hidden||(M=Math.max(M,e+t));',
    ],
    [[['attention']], '}),ge=()=>{Me(),h(ge,250)};h(ge,250);'],
    [[['event.web_vital']], 'let _={},z={},U=0,de=0,fe=0;'],
    [[['ends']], 'let q=e=>{'],
    [[['ends'], ['event.engaged_time']], 'pe(),V>125&&f("engaged_time",Math.round(V/250)/4),V=0;'],
    [[['ends'], ['event.scroll_depth']], '!le&&M&&f("scroll_depth",Math.min(1,M/me().scrollHeight)),le=e,M=0;'],
    [
      [['ends'], ['event.web_vital']],
      'if(e&&L){L.takeRecords().forEach(be),L=null;let[t]=Object.values(z).sort((n,o)=>n-o).slice(-1-Math.min(9,performance.interactionCount/50|0));t&&(_.INP=t/1e3);for(let n of Object.keys(_))f("web_vital",_[n],n)}',
    ],
    [[['ends']], '};'],
    [
      [['timings']],
      'let C=e=>document.prerendering?0:Math.max(0,e-(performance.getEntriesByType("navigation")[0].activationStart||0))/1e3,ue,he=c(()=>{let[e]=performance.getEntriesByType("navigation");if(ue||!e.loadEventEnd)return;ue=!0;',
    ],
    [[['timings'], ['event.page_load']], 'f("page_load",C(e.loadEventEnd));'],
    [[['timings'], ['event.web_vital']], '_.TTFB=C(e.responseStart);'],
    [[['timings']], '});u("load",()=>h(he));h(he);'],
    [
      [['event.web_vital']],
      'let _e=["event","first-input"];(!document.hidden||document.prerendering)&&_e.push("paint","largest-contentful-paint","layout-shift");let be=e=>{let{startTime:t,interactionId:n}=e;e.name==="first-contentful-paint"&&(_.FCP=C(t),l.LayoutShift&&(_.CLS=_.CLS||0)),e.size&&(_.LCP=C(t)),n&&(z[n]=Math.max(z[n]||0,e.duration)),e.value&&!e.hadRecentInput&&(U&&t-fe<1e3&&t-de<5e3||(U=0,de=t),fe=t,U+=e.value,_.CLS=Math.max(_.CLS||0,U))},L=new PerformanceObserver(c(e=>e.getEntries().forEach(be)));for(let e of _e)c(()=>L.observe({type:e,buffered:!0,durationThreshold:40}))();',
    ],
    [
      [['ends', 'event.page_view']],
      'u("visibilitychange pagehide",({type:e})=>{if(!document.hidden&&e!=="pagehide")return;',
    ],
    [[['ends', 'event.page_view'], ['event.page_view']], 'N();'],
    [[['ends', 'event.page_view'], ['ends']], 'q(1);'],
    [[['ends', 'event.page_view']], '});'],
    [[['routes']], 'let G;'],
    [[['routes'], ['event.page_view']], 'let K=!1,N=()=>{K&&f("page_view"),K=!1};'],
    [[['routes'], ['routes.hash']], 'let Ae=()=>/^(#!?\\/[^?]*)?/.exec(location.hash)[0];'],
    [[['routes']], 'let A=c((e,t)=>{let n=location.pathname.replace(/(.)\\/$/,"$1");'],
    [
      [['routes'], ['label.path']],
      'n=/^http/.test(location.protocol)?n.replace(/(%[\\da-f]{2})+/gi,i=>c(decodeURI)(i)||i):"";',
    ],
    [[['routes'], ['routes.hash']], 'n+=Ae();'],
    [[['routes']], 'if(n===G&&!t)return;let o=G===void 0;G=n;'],
    [[['routes'], ['event.page_view']], 'e||N();'],
    [[['routes'], ['ends']], 'o||q();'],
    [[['routes']], 'E.i=n;'],
    [[['routes'], ['label.referrer']], 'E.a=!o;'],
    [[['routes'], ['event.page_view']], 'K=!0,o||t?N():h(N,100);'],
    [
      [['routes']],
      '}),{history:X,navigation:ve}=l;if(ve)u("currententrychange",e=>A(e.navigationType==="replace"),ve);else{for(let e of["pushState","replaceState"]){let t=X[e];X[e]=(...n)=>{t.apply(X,n),A(e==="replaceState")}}u("popstate",()=>A())}u("pageshow",e=>e.persisted&&A(!1,!0));A();',
    ],
    [[['event.custom']], 'for(let e of a.q||[])W(...e);'],
  ],
  after: [
    [[['persist']], '$.r&&ie();'],
    [
      [],
      'u("visibilitychange prerenderingchange pagehide online",({type:e})=>{e==="online"&&oe(),w(!0)});}catch(e){}})()',
    ],
  ],
};

/** The same for people to read. */
export const readablePage: PageSections = {
  before: [
    [
      [],
      '(()=>{try{\nlet plain = (value) => Object.assign(value, { toJSON: void 0 });\n\nlet credentials = __UVP_CREDENTIALS__;\n\nlet page = self;\n',
    ],
    [[['full', 'event.custom']], 'let shared = page.uvp || {};\npage.uvp = shared;\n'],
    [
      [],
      '\nlet outsideZone = (name) => (page[`__zone_symbol__${name}`] || page[name]).bind(self);\nlet delay = outsideZone("setTimeout");\nlet send = outsideZone("fetch");\n\nlet safely = (work) => (...args) => {\n  try {\n    return work(...args);\n  } catch (e) {\n    return void 0;\n  }\n};\nlet on = (types2, seen, target = self) => {\n  if (!target.addEventListener) return;\n  for (const type of types2.split(" ")) target.addEventListener(type, safely(seen), true);\n};\n\n',
    ],
    [
      [['persist']],
      'let MAX_STORED = 30;\nlet nameOf = ({ content_ }) => `${__UVP_STORE__} ${content_.batchId}`;\nlet keep = safely((batch) => {\n  localStorage[nameOf(batch)] = JSON.stringify(plain([batch.content_, batch.madeAt_]));\n});\nlet forget = safely((batch) => localStorage.removeItem(nameOf(batch)));\nlet leftovers = () => {\n  const found = [];\n  for (const name of Object.keys(localStorage)) {\n    if (!name.startsWith(`${__UVP_STORE__} `)) continue;\n    const batch = safely(read)(localStorage[name]);\n    if (batch) found.push(batch);\n    else localStorage.removeItem(name);\n  }\n  found.sort((a, b) => b.madeAt_ - a.madeAt_);\n  for (const batch of found.splice(MAX_STORED)) forget(batch);\n  return found.reverse();\n};\nfunction read(text) {\n  const [content_, madeAt_] = JSON.parse(text);\n',
    ],
    [
      [['persist'], ['type.gauge']],
      '  for (const entry of content_.metrics) if (!(entry.ageMs < 0)) entry.ageMs = -madeAt_;\n',
    ],
    [
      [['persist']],
      '  return content_.metrics[0] && Date.now() - madeAt_ < 8e7 ? { content_, madeAt_ } : void 0;\n}\n',
    ],
    [[], '\nlet open = {};\n'],
    [[['full']], 'let weight = 0;\n'],
    [
      [],
      'let batches = [];\nlet dropped = 0;\nlet flushedAt = 0;\nlet triedAt = 0;\nlet failures = 0;\nlet timer;\nlet pause;\nlet add = (fresh, key, merge) => {\n  const entry = open[key] || plain(fresh);\n',
    ],
    [[['full']], '  weight += open[key] ? 0 : key.length + 250;\n'],
    [[['lean']], '  merge(entry);\n'],
    [[], '  open[key] = entry;\n'],
    [[['full']], '  weight += 40 * merge(entry);\n  if (weight > 16e3) flush();\n'],
    [
      [],
      '  timer = document.hidden && !failures ? Promise.resolve().then(() => flush()) : timer || delay(flush, Date.now() - flushedAt > __UVP_INTERVAL__ ? 250 : __UVP_INTERVAL__);\n};\nlet flush = (isLast) => {\n  timer = 0;\n  return pump(isLast === true);\n};\nlet retryNow = () => {\n  failures = 0;\n  setPause(0);\n};\nlet pump = safely((isLast) => {\n  const isPrerendering = document.prerendering;\n  const mayForce = isLast && (failures < 2 || Date.now() - triedAt > 1e4);\n  const mayLeave = () => !isPrerendering && (mayForce || !pause);\n  let mayClose;\n',
    ],
    [[['lean']], '  mayClose = !timer && mayLeave() && !batches[29];\n'],
    [[['full']], '  mayClose = weight > 16e3 || !timer && mayLeave();\n'],
    [[['persist']], '  mayClose = weight > 16e3 || !timer && !isPrerendering && (isLast || batches.length < 29);\n'],
    [
      [],
      '  const metrics = Object.values(open);\n  if (mayClose && metrics[0]) {\n    close(metrics);\n    open = {};\n',
    ],
    [[['full']], '    weight = 0;\n'],
    [
      [],
      '  }\n  batches = batches.filter(isWaiting);\n  return batches.map((batch) => batch.sending_ || mayLeave() && post(batch, isLast));\n});\nfunction close(metrics) {\n  flushedAt = Date.now();\n  const batchId = `${page.crypto.getRandomValues(new Uint32Array(4))}`;\n  const batch = { content_: { batchId, metrics: plain(metrics), dropped: dropped || void 0 }, madeAt_: flushedAt };\n  dropped = 0;\n  batches.push(batch);\n',
    ],
    [[['persist']], '  keep(batch);\n'],
    [
      [],
      '}\nfunction isWaiting(batch, n) {\n  const isFresh = batches.length - n <= 30 && Date.now() - batch.madeAt_ < 8e7;\n  if (!batch.isDone_ && (batch.sending_ || isFresh)) return true;\n  if (!batch.isDone_) dropped += batch.content_.metrics.length + (batch.content_.dropped || 0);\n',
    ],
    [[['persist']], '  forget(batch);\n'],
    [
      [],
      '  return false;\n}\nfunction setPause(ms) {\n  clearTimeout(pause);\n  const end2 = () => {\n    pause = 0;\n    pump(false);\n  };\n  pause = ms && (delay(end2, ms) || 1);\n',
    ],
    [[['library']], '  const { unref } = Object(pause);\n  if (unref) unref.call(pause);\n'],
    [[], '}\nfunction post(batch, isLast) {\n  triedAt = Date.now();\n  setPause(3e4);\n  let headers;\n'],
    [
      [['transport.headers']],
      '  if (!isLast) headers = { "X-API-Key": credentials.apiKey, "X-API-Secret": credentials.apiSecret };\n',
    ],
    [
      [],
      '  const content = plain({ ...headers ? {} : credentials, ...batch.content_ });\n  let body = JSON.stringify(content);\n',
    ],
    [[['type.gauge', 'library']], '  body = JSON.stringify(content, ageNow);\n'],
    [[], '  let keepalive = true;\n'],
    [
      [['full']],
      '  const bytes = new Blob([body]).size;\n  shared.b = (shared.b || 0) + bytes;\n  keepalive = shared.b < 6e4;\n',
    ],
    [
      [],
      '  const options = { method: "POST", body, headers, keepalive, credentials: "omit" };\n  batch.sending_ = send(__UVP_ENDPOINT__, options).then((reply) => reply.text().then(() => reply)).catch(() => void 0).then((reply) => {\n',
    ],
    [[['full']], '    shared.b = shared.b - bytes;\n'],
    [
      [],
      '    batch.sending_ = void 0;\n    batch.isDone_ = !!reply && isFinal(reply);\n    const retryAfter = reply ? Number(reply.headers.get("Retry-After")) : 0;\n    const seconds = Math.min(2 ** failures, 60) * (Math.random() + 0.5) + Math.min(retryAfter, 3600);\n    setPause(batch.isDone_ ? 0 : 1e3 * seconds);\n    failures = batch.isDone_ ? 0 : failures + 1;\n',
    ],
    [[['full']], '    if (reply && reply.status === 413) halve(batch);\n'],
    [
      [],
      '    return pump(false);\n  });\n  return batch.sending_;\n}\nlet isFinal = ({ status, headers }) => {\n  const isRefusal = /^4(?!08|29)/.test(`${status}`);\n  return status === 202 || isRefusal && /problem/.test(`${headers.get("Content-Type")}`);\n};\n',
    ],
    [
      [['type.gauge', 'library']],
      'let ageNow = (name, value) => name === "ageMs" && value < 0 ? Math.max(0, Date.now() + value) : value;\n',
    ],
    [
      [['full']],
      'function halve(batch) {\n  const { metrics } = batch.content_;\n  const middle = Math.floor(metrics.length / 2);\n  batch.isDone_ = true;\n  if (middle) for (const half of [metrics.slice(0, middle), metrics.slice(middle)]) close(half);\n  else dropped++;\n}\n',
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
    [[], '\nlet track = (event, value, vital, read2) => {\n  let amount = 1;\n'],
    [
      [['values']],
      '  amount = +(value === void 0 || value === null || value === "" ? __UVP_VALUE__ : value);\n  if (!(amount >= __UVP_LOWEST__ && amount <= 1e12)) throw 0;\n',
    ],
    [[['scaled']], '  amount *= __UVP_SAMPLING__;\n'],
    [[], '  const merge = (entry) => {\n    let observations = 0;\n'],
    [[['type.counter']], '    entry.value = (entry.value || 0) + amount;\n'],
    [[['type.gauge']], '    entry.value = amount;\n    entry.ageMs = -Date.now();\n'],
    [
      [['type.observations']],
      '    observations = __UVP_SAMPLING__;\n    entry.value = plain((entry.value || []).concat(Array(observations).fill(amount)));\n',
    ],
    [[], '    return observations;\n  };\n'],
    [[['plain']], '  add({ name: __UVP_METRIC__ }, __UVP_METRIC__, merge);\n'],
    [[['labels']], '  const labels = plain({});\n  const sources = {};\n'],
    [
      [['labels'], ['label.path']],
      '  sources.$path = here.path_.replace(/\\/(\\d+|[\\da-f-]{8,})(?=[/#]|$)/gi, "/:id");\n',
    ],
    [
      [['labels'], ['label.path'], ['label.patterns']],
      '  for (const [pattern, name] of __UVP_PATHS__) if (pattern.test(here.path_)) sources.$path = name;\n',
    ],
    [[['labels'], ['label.event']], '  sources.$event = `${event}`;\n'],
    [[['labels'], ['label.vital']], '  sources.$vital = vital;\n'],
    [
      [['labels'], ['label.referrer']],
      '  const from = document.referrer.split("/")[2];\n  sources.$referrer = from !== location.host && !here.isLater_ && from;\n',
    ],
    [
      [['labels'], ['label.device']],
      '  const agent = navigator.maxTouchPoints + navigator.userAgent;\n  sources.$device = /iPad|Android(?!.*Mobi)|^[2-9].*tosh/.test(agent) ? "tablet" : /Mobi/.test(agent) ? "mobile" : "desktop";\n',
    ],
    [[['labels'], ['label.language']], '  sources.$language = navigator.language;\n'],
    [[['labels'], ['label.host']], '  sources.$host = location.host;\n'],
    [[['labels'], ['label.title']], '  sources.$title = document.title;\n'],
    [[['labels'], ['label.screen']], '  sources.$screen = `${screen.width}x${screen.height}`;\n'],
    [
      [['labels'], ['label.utm']],
      '  for (const name of ["utm_source", "utm_medium", "utm_campaign"])\n    sources[`$${name}`] = new URLSearchParams(location.search).get(name);\n',
    ],
    [
      [['labels']],
      '  for (const [name, source] of __UVP_LABELS__) {\n    const text = read2 && read2(name) || sources[source];\n    if (text)\n      labels[name] = text[66] ? new TextDecoder().decode(new TextEncoder().encode(text).slice(0, 200), { stream: true }) : text;\n  }\n  add({ name: __UVP_METRIC__, labels }, __UVP_METRIC__ + JSON.stringify(labels), merge);\n',
    ],
    [[], '};\n'],
    [
      [['event.custom']],
      'let tell = (event, value, read2) => {\n  if (__UVP_EVENTS__.test(event)) track(event, value, "", read2);\n};\nlet take = safely((event, options) => {\n  const { value, labels } = Object(options);\n  if (event) tell(event, value, (name) => "" + [Object(labels)[name]]);\n  else flush();\n});\nlet before = shared.track || Object;\nshared.track = (...call) => {\n  before.apply(shared, call);\n  take(...call);\n};\nshared.flush = () => shared.track();\n',
    ],
    [[], '\n'],
    [
      [['elements']],
      'let roots = /* @__PURE__ */ new WeakSet();\nlet see = (event) => {\n  const path = event.composedPath();\n  const near = (selector) => path.find((node) => node instanceof Element && node.matches(selector));\n  const isSubmit = event.type === "submit";\n  if (event.button > 1) return;\n',
    ],
    [[['elements'], ['event.form_submit']], '  if (isSubmit) track("form_submit");\n'],
    [
      [['elements'], ['event.form_submit', 'event.custom']],
      '  for (const node of path) {\n    if (!(node instanceof ShadowRoot) || roots.has(node)) continue;\n    roots.add(node);\n    on("submit", see, node);\n  }\n',
    ],
    [[['elements']], '  if (event.type === "keydown") return;\n'],
    [
      [['elements'], ['event.click']],
      '  const { activeElement } = path[0].getRootNode();\n  const isMeant = event.detail || path.includes(activeElement);\n  const clickable = "a[href],area[href],button,summary,[role=button],[role=link],[type=submit],[type=button],[type=reset],[type=image]";\n  if (!isSubmit && isMeant && near(clickable)) track("click");\n',
    ],
    [
      [['elements'], ['event.outbound_click', 'event.file_download']],
      '  const link = near("[href]");\n  if (link) {\n    const { host, pathname } = new URL(link.getAttribute("href"), document.baseURI);\n',
    ],
    [
      [['elements'], ['event.outbound_click', 'event.file_download'], ['event.outbound_click']],
      '    const bare = (name) => name.replace(/^www\\./, "");\n    if (host && bare(host) !== bare(location.host)) track("outbound_click");\n',
    ],
    [
      [['elements'], ['event.outbound_click', 'event.file_download'], ['event.file_download']],
      '    if (link.hasAttribute("download") || __UVP_FILES__.test(pathname)) track("file_download");\n',
    ],
    [[['elements'], ['event.outbound_click', 'event.file_download']], '  }\n'],
    [
      [['elements'], ['event.custom']],
      '  const marked = near(`${isSubmit ? "form" : ":not(form)"}[data-uvp-event]`);\n  if (!marked) return;\n  const read2 = (name) => marked.getAttribute(`data-uvp-${name}`);\n  tell(read2("event"), read2("value"), (name) => read2(`label-${name}`));\n',
    ],
    [[['elements']], '};\non("click auxclick submit keydown", see);\n'],
    [
      [['event.error']],
      'on("error unhandledrejection", ({ target, message }) => {\n  if (target === page && !/^ResizeObserver/.test(message)) track("error");\n});\n',
    ],
    [[], '\n'],
    [
      [['attention']],
      'let engagedMs = 0;\nlet lookedAtMs = performance.now();\nlet deepestPx = 0;\nlet isDepthTold;\n',
    ],
    [
      [['attention'], ['event.scroll_depth']],
      'let scroller = () => {\n  const root = document.documentElement;\n  let element = root.scrollHeight > root.clientHeight ? root : document.elementFromPoint(innerWidth / 2, innerHeight / 2);\n  while (element && element.scrollHeight <= element.clientHeight) element = element.parentElement;\n  return element || root;\n};\n',
    ],
    [
      [['attention'], ['event.engaged_time']],
      'let engage = () => {\n  const gapMs = performance.now() - lookedAtMs;\n  lookedAtMs += gapMs;\n  if (document.hasFocus() && gapMs < 2e3) engagedMs += gapMs;\n};\n',
    ],
    [[['attention']], 'let look = safely(() => {\n'],
    [[['attention'], ['event.engaged_time']], '  engage();\n'],
    [
      [['attention'], ['event.scroll_depth']],
      '  const { scrollTop, clientHeight } = scroller();\n  if (!document.hidden) deepestPx = Math.max(deepestPx, scrollTop + clientHeight);\n',
    ],
    [[['attention']], '});\nlet lookOn = () => {\n  look();\n  delay(lookOn, 250);\n};\ndelay(lookOn, 250);\n'],
    [
      [['event.web_vital']],
      'let vitals = {};\nlet interactions = {};\nlet shifts = 0;\nlet firstShift = 0;\nlet lastShift = 0;\n',
    ],
    [[['ends']], 'let end = (leaving) => {\n'],
    [
      [['ends'], ['event.engaged_time']],
      '  engage();\n  if (engagedMs > 125) track("engaged_time", Math.round(engagedMs / 250) / 4);\n  engagedMs = 0;\n',
    ],
    [
      [['ends'], ['event.scroll_depth']],
      '  if (!isDepthTold && deepestPx) track("scroll_depth", Math.min(1, deepestPx / scroller().scrollHeight));\n  isDepthTold = leaving;\n  deepestPx = 0;\n',
    ],
    [
      [['ends'], ['event.web_vital']],
      '  if (leaving && observer) {\n    observer.takeRecords().forEach(see2);\n    observer = null;\n    const [inp] = Object.values(interactions).sort((a, b) => a - b).slice(-1 - Math.min(9, performance.interactionCount / 50 | 0));\n    if (inp) vitals.INP = inp / 1e3;\n    for (const name of Object.keys(vitals)) track("web_vital", vitals[name], name);\n  }\n',
    ],
    [[['ends']], '};\n'],
    [
      [['timings']],
      'let sinceAsked = (atMs) => document.prerendering ? 0 : Math.max(0, atMs - (performance.getEntriesByType("navigation")[0].activationStart || 0)) / 1e3;\nlet isLoaded;\nlet seeLoad = safely(() => {\n  const [entry] = performance.getEntriesByType("navigation");\n  if (isLoaded || !entry.loadEventEnd) return;\n  isLoaded = true;\n',
    ],
    [[['timings'], ['event.page_load']], '  track("page_load", sinceAsked(entry.loadEventEnd));\n'],
    [[['timings'], ['event.web_vital']], '  vitals.TTFB = sinceAsked(entry.responseStart);\n'],
    [[['timings']], '});\non("load", () => delay(seeLoad));\ndelay(seeLoad);\n'],
    [
      [['event.web_vital']],
      'let types = ["event", "first-input"];\nif (!document.hidden || document.prerendering)\n  types.push("paint", "largest-contentful-paint", "layout-shift");\nlet see2 = (entry) => {\n  const { startTime, interactionId } = entry;\n  if (entry.name === "first-contentful-paint") {\n    vitals.FCP = sinceAsked(startTime);\n    if (page.LayoutShift) vitals.CLS = vitals.CLS || 0;\n  }\n  if (entry.size) vitals.LCP = sinceAsked(startTime);\n  if (interactionId) interactions[interactionId] = Math.max(interactions[interactionId] || 0, entry.duration);\n  if (entry.value && !entry.hadRecentInput) {\n    if (!(shifts && startTime - lastShift < 1e3 && startTime - firstShift < 5e3)) {\n      shifts = 0;\n      firstShift = startTime;\n    }\n    lastShift = startTime;\n    shifts += entry.value;\n    vitals.CLS = Math.max(vitals.CLS || 0, shifts);\n  }\n};\nlet observer = new PerformanceObserver(\n  safely((list) => list.getEntries().forEach(see2))\n);\nfor (const type of types)\n  safely(\n    () => observer.observe({\n      type,\n      buffered: true,\n      durationThreshold: 40\n    })\n  )();\n',
    ],
    [[], '\n'],
    [
      [['ends', 'event.page_view']],
      'on("visibilitychange pagehide", ({ type }) => {\n  if (!document.hidden && type !== "pagehide") return;\n',
    ],
    [[['ends', 'event.page_view'], ['event.page_view']], '  tellView();\n'],
    [[['ends', 'event.page_view'], ['ends']], '  end(1);\n'],
    [[['ends', 'event.page_view']], '});\n'],
    [[['routes']], 'let shown;\n'],
    [
      [['routes'], ['event.page_view']],
      'let isPending = false;\nlet tellView = () => {\n  if (isPending) track("page_view");\n  isPending = false;\n};\n',
    ],
    [[['routes'], ['routes.hash']], 'let hashRoute = () => /^(#!?\\/[^?]*)?/.exec(location.hash)[0];\n'],
    [
      [['routes']],
      'let view = safely((isReplaced, isRestored) => {\n  let path = location.pathname.replace(/(.)\\/$/, "$1");\n',
    ],
    [
      [['routes'], ['label.path']],
      '  path = /^http/.test(location.protocol) ? path.replace(/(%[\\da-f]{2})+/gi, (codes) => safely(decodeURI)(codes) || codes) : "";\n',
    ],
    [[['routes'], ['routes.hash']], '  path += hashRoute();\n'],
    [
      [['routes']],
      '  if (path === shown && !isRestored) return;\n  const isFirst = shown === void 0;\n  shown = path;\n',
    ],
    [[['routes'], ['event.page_view']], '  if (!isReplaced) tellView();\n'],
    [[['routes'], ['ends']], '  if (!isFirst) end();\n'],
    [[['routes']], '  here.path_ = path;\n'],
    [[['routes'], ['label.referrer']], '  here.isLater_ = !isFirst;\n'],
    [
      [['routes'], ['event.page_view']],
      '  isPending = true;\n  if (isFirst || isRestored) tellView();\n  else delay(tellView, 100);\n',
    ],
    [
      [['routes']],
      '});\nlet { history, navigation } = page;\nif (navigation) {\n  on(\n    "currententrychange",\n    (event) => view(event.navigationType === "replace"),\n    navigation\n  );\n} else {\n  for (const method of ["pushState", "replaceState"]) {\n    const original = history[method];\n    history[method] = (...args) => {\n      original.apply(history, args);\n      view(method === "replaceState");\n    };\n  }\n  on("popstate", () => view());\n}\non("pageshow", (event) => event.persisted && view(false, true));\nview();\n',
    ],
    [[['event.custom']], 'for (const call of shared.q || []) take(...call);\n'],
    [[], '\n'],
  ],
  after: [
    [[['persist']], 'if (counting.metrics_) restore();\n'],
    [
      [],
      'on("visibilitychange prerenderingchange pagehide online", ({ type }) => {\n  if (type === "online") retryNow();\n  flush(true);\n});\n}catch(e){}})()',
    ],
  ],
};

/** The generic library, an expression. */
export const libraryCode =
  '(()=>{var scope=typeof self==="object"?self:globalThis,uvp=scope.uvp=scope.uvp||{};uvp.init=options=>{var self=scope,document=scope.document||{},addEventListener=scope.addEventListener||Object,__UVP_CLIENT__={},__UVP_INTERVAL__=5e3,{apiKey,apiSecret,endpoint}=Object(options),__UVP_CREDENTIALS__={apiKey,apiSecret},__UVP_ENDPOINT__=`${endpoint||__UVP_PUBLIC_URL__}`.replace(/\\/+$/,"")+"/api/v1/metrics";let i=e=>Object.assign(e,{toJSON:void 0});let w=__UVP_CREDENTIALS__;let f=self;let m=f.uvp||{};f.uvp=m;let P=e=>(f[`__zone_symbol__${e}`]||f[e]).bind(self),S=P("setTimeout"),R=P("fetch");let d=e=>(...n)=>{try{return e(...n)}catch(t){return}},T=(e,n,t=self)=>{if(t.addEventListener)for(let o of e.split(" "))t.addEventListener(o,d(n),!0)};let g={};let y=0;let u=[],x=0,O=0,C=0,b=0,_,p,D=(e,n,t)=>{let o=g[n]||i(e);y+=g[n]?0:n.length+250;g[n]=o;y+=40*t(o),y>16e3&&h();_=document.hidden&&!b?Promise.resolve().then(()=>h()):_||S(h,Date.now()-O>__UVP_INTERVAL__?250:__UVP_INTERVAL__)},h=e=>(_=0,k(e===!0));let k=d(e=>{let n=document.prerendering,t=e&&(b<2||Date.now()-C>1e4),o=()=>!n&&(t||!p),r;r=y>16e3||!_&&o();let a=Object.values(g);if(r&&a[0]){M(a),g={};y=0;}return u=u.filter(U),u.map(l=>l.o||o()&&j(l,e))});function M(e){O=Date.now();let t={e:{batchId:`${f.crypto.getRandomValues(new Uint32Array(4))}`,metrics:i(e),dropped:x||void 0},n:O};x=0,u.push(t);}function U(e,n){let t=u.length-n<=30&&Date.now()-e.n<8e7;if(!e.t&&(e.o||t))return!0;e.t||(x+=e.e.metrics.length+(e.e.dropped||0));return!1}function I(e){clearTimeout(p),p=e&&(S(()=>{p=0,k(!1)},e)||1);let{unref:t}=Object(p);t&&t.call(p);}function j(e,n){C=Date.now(),I(3e4);let t;n||(t={"X-API-Key":w.apiKey,"X-API-Secret":w.apiSecret});let o=i({...t?{}:w,...e.e}),r=JSON.stringify(o);r=JSON.stringify(o,L);let a=!0;let l=new Blob([r]).size;m.b=(m.b||0)+l,a=m.b<6e4;let v={method:"POST",body:r,headers:t,keepalive:a,credentials:"omit"};return e.o=R(__UVP_ENDPOINT__,v).then(s=>s.text().then(()=>s)).catch(()=>{}).then(s=>{m.b=m.b-l;e.o=void 0,e.t=!!s&&$(s);let E=s?Number(s.headers.get("Retry-After")):0,c=Math.min(2**b,60)*(Math.random()+.5)+Math.min(E,3600);I(e.t?0:1e3*c),b=e.t?0:b+1;s&&s.status===413&&J(e);return k(!1)}),e.o}let $=({status:e,headers:n})=>{let t=/^4(?!08|29)/.test(`${e}`);return e===202||t&&/problem/.test(`${n.get("Content-Type")}`)};let L=(e,n)=>e==="ageMs"&&n<0?Math.max(0,Date.now()+n):n;function J(e){let{metrics:n}=e.e,t=Math.floor(n.length/2);if(e.t=!0,t)for(let o of[n.slice(0,t),n.slice(t)])M(o);else x++}let V=()=>!u.length&&!Object.keys(g).length;let F=0;__UVP_CLIENT__.track=d((e,n)=>{let{value:t,labels:o,type:r,op:a,timestamp:l}=Object(n),v={name:`${e}`,type:r,op:a,timestamp:l,labels:W(o)},s=t==null?r==="counter"?1:void 0:Number.parseFloat(t),E=(r||a==="add")&&s>=(r==="gauge"||a==="add"?-1e12:0)&&s<=1e12;D(v,JSON.stringify(v)+(E?"":F++),c=>{if(l||(c.ageMs=-Date.now()),a==="add"||r==="counter")c.value=(c.value||0)+s;else if(!r||r==="gauge")c.value=s;else return c.value=i((c.value||[]).concat(s)),1;return 0})});__UVP_CLIENT__.flush=async()=>{for(;;){let e=(h()||[]).filter(Boolean);if(!e.length)return V();await Promise.all(e)}};function W(e){let n=i({});for(let[t,o]of Object.entries(Object(e)))o!=null&&(n[t]=`${o}`);return n}T("visibilitychange pagehide online",()=>h(!0));\n;return __UVP_CLIENT__};return uvp})()';
