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
    [[], '(()=>{try{let y=e=>Object.assign(e,{toJSON:void 0});let I=__UVP_CREDENTIALS__;let u=self;'],
    [[['full', 'elements', 'event.error']], 'let a=u.uvp||{};u.uvp=a;'],
    [
      [],
      'let se=e=>(u[`__zone_symbol__${e}`]||u[e]).bind(self),_=se("setTimeout"),ie=se("fetch");let i=e=>(...t)=>{try{return e(...t)}catch(n){return}},f=(e,t,n=self)=>{for(let o of e.split(" "))n.addEventListener(o,i(t),!0)};',
    ],
    [
      [['persist']],
      'let Re=30,ae=({t:e})=>`${__UVP_STORE__} ${e.batchId}`,ce=i(e=>{localStorage[ae(e)]=JSON.stringify(y([e.t,e.n]))}),j=i(e=>localStorage.removeItem(ae(e))),le=()=>{let e=[];for(let t of Object.keys(localStorage)){if(!t.startsWith(`${__UVP_STORE__} `))continue;let n=i(Me)(localStorage[t]);n?e.push(n):localStorage.removeItem(t)}e.sort((t,n)=>n.n-t.n);for(let t of e.splice(Re))j(t);return e.reverse()};function Me(e){let[t,n]=JSON.parse(e);',
    ],
    [[['persist'], ['type.gauge']], 'for(let o of t.metrics)o.ageMs<0||(o.ageMs=-n);'],
    [[['persist']], 'return t.metrics[0]&&Date.now()-n<8e7?{t,n}:void 0}'],
    [[], 'let M={};'],
    [[['full']], 'let S=0;'],
    [[], 'let h=[],U=0,F=0,de=0,x=0,T,R,H=(e,t,n)=>{let o=M[t]||y(e);'],
    [[['full']], 'S+=M[t]?0:t.length+250;'],
    [[['lean']], 'n(o);'],
    [[], 'M[t]=o;'],
    [[['full']], 'S+=40*n(o),S>16e3&&E();'],
    [
      [],
      'document.hidden&&!x?queueMicrotask(()=>E(!h[9])):T=T||_(E,Date.now()-F>__UVP_INTERVAL__?250:__UVP_INTERVAL__)},E=e=>(T=0,W(e===!0)),ue=()=>{x=0,V(0)},fe=()=>{for(let e of h)e.o=void 0;V(0)},W=i(e=>{let t=document.prerendering,n=e&&(x<2||Date.now()-de>1e4),o=()=>!t&&(n||!R),r;',
    ],
    [[['lean']], 'r=!T&&o()&&!h[29];'],
    [[['full']], 'r=S>16e3||!T&&o();'],
    [[['persist']], 'r=S>16e3||!T&&!t&&(e||h.length<29);'],
    [[], 'let c=Object.values(M);if(r&&c[0]){me(c),M={};'],
    [[['full']], 'S=0;'],
    [[], '}return h=h.filter($e),h.map(m=>m.o||o()&&Oe(m,e))});function me(e){F=Date.now();'],
    [[['page']], 'if(i(()=>localStorage["uvp.ignore"])())return;'],
    [[], 'let n={batchId:`${u.crypto.getRandomValues(new Uint32Array(4))}`,metrics:y(e),dropped:U||void 0};'],
    [[['page']], 'navigator.webdriver&&(n.robot=!0);'],
    [[], 'let o={t:n,n:F};U=0,h.push(o);'],
    [[['persist']], 'ce(o);'],
    [
      [],
      '}function $e(e,t){let n=h.length-t<=30&&Date.now()-e.n<8e7;if(!e.r&&(e.o||n))return!0;e.r||(U+=e.t.metrics.length+(e.t.dropped||0));',
    ],
    [[['persist']], 'j(e);'],
    [[], 'return!1}function V(e){clearTimeout(R),R=e&&(_(()=>{R=0,W(!1)},e)||1);'],
    [[['library']], 'let n=Object(R);n.unref&&n.unref();'],
    [[], '}function Oe(e,t){de=Date.now(),V(3e4);let n;'],
    [[['transport.headers']], 't||(n={"X-API-Key":I.apiKey,"X-API-Secret":I.apiSecret});'],
    [[], 'let o=y({...n?{}:I,...e.t}),r=JSON.stringify(o);'],
    [[['type.gauge', 'library']], 'r=JSON.stringify(o,Ue);'],
    [[], 'let c=!0;'],
    [[['full']], 'let m=new Blob([r]).size;a.b=(a.b||0)+m,c=a.b<6e4;'],
    [[], 'let d={method:"POST",body:r,headers:n,keepalive:c,credentials:"omit"},w=0;'],
    [[['full']], 'let g=!1;'],
    [[], 'return e.o=ie(__UVP_ENDPOINT__,d).then(s=>{w=Number(s.headers.get("Retry-After"));'],
    [[['full']], 'g=s.status===413;'],
    [[], 'return e.r=Ie(s),s.text()}).catch(Object).then(()=>{'],
    [[['full']], 'a.b=a.b-m;'],
    [[], 'e.o=void 0;let s=Math.min(2**x,60)*(Math.random()+.5)+Math.min(w,3600);V(e.r?0:1e3*s),x=e.r?0:x+1;'],
    [[['full']], 'g&&Ve(e);'],
    [
      [],
      'return W(!1)}),e.o}let Ie=({status:e,headers:t})=>e===202||/^4(?!08|29)/.test(`${e}`)&&/problem/.test(`${t.get("Content-Type")}`);',
    ],
    [[['type.gauge', 'library']], 'let Ue=(e,t)=>e==="ageMs"&&t<0?Math.max(0,Date.now()+t):t;'],
    [
      [['full']],
      'function Ve(e){let{metrics:t}=e.t,n=Math.floor(t.length/2);if(e.r=!0,n)for(let o of[t.slice(0,n),t.slice(n)])me(o);else U++}',
    ],
    [[['persist']], 'let pe=()=>{h=(i(le)()||[]).concat(h),E()};'],
    [[['persist']], 'let A={s:0};'],
  ],
  metric: [
    [[], 'if(u[__UVP_ID__])throw 0;u[__UVP_ID__]=1;'],
    [[['gated'], ['event.custom']], 'a.track=a.track||Object;a.flush=a.flush||Object;'],
    [[['privacy.gpc']], 'if(navigator.globalPrivacyControl)throw 0;'],
    [[['privacy.dnt']], 'if(navigator.doNotTrack==="1")throw 0;'],
    [[['sampling']], 'if(Math.random()*__UVP_SAMPLING__>1)throw 0;'],
    [[['persist']], 'A.s=1;'],
    [[['routes']], 'let k={};'],
    [[], 'let p=(e,t,n,o)=>{let r=1;'],
    [[['values']], 'if(r=+(t==null||t===""?__UVP_VALUE__:t),!(r>=__UVP_LOWEST__&&r<=1e12))throw 0;'],
    [[['scaled']], 'r*=__UVP_SAMPLING__;'],
    [[], 'let c=l=>{let v=0;'],
    [[['type.counter']], 'l.value=(l.value||0)+r;'],
    [[['type.gauge']], 'l.value=r,l.ageMs=-Date.now();'],
    [[['type.observations']], 'v=__UVP_SAMPLING__,l.value=y((l.value||[]).concat(Array(v).fill(r)));'],
    [[], 'return v};'],
    [[['plain']], 'H({name:__UVP_METRIC__},__UVP_METRIC__,c);'],
    [[['labels']], 'let m=y({}),d={};'],
    [[['labels'], ['label.path']], 'd.$path=k.i.replace(/([/=])(\\d+|[\\da-f-]{8,})(?=[/?&#]|$)/gi,"$1:id");'],
    [[['labels'], ['label.path'], ['label.patterns']], 'for(let[l,v]of __UVP_PATHS__)l.test(k.i)&&(d.$path=v);'],
    [[['labels'], ['label.event']], 'd.$event=`${e}`;'],
    [[['labels'], ['label.vital']], 'd.$vital=n;'],
    [[['labels'], ['label.referrer']], 'let w=document.referrer.split("/")[2];d.$referrer=w!==location.host&&!k.a&&w;'],
    [
      [['labels'], ['label.device']],
      'let g=l=>navigator.userAgent.includes(l),s=g("Mobi"),P=g("iPad")||g("Android")&&!s||g("Macintosh")&&navigator.maxTouchPoints>1;d.$device=P?"tablet":s?"mobile":"desktop";',
    ],
    [[['labels'], ['label.language']], 'd.$language=navigator.language;'],
    [[['labels'], ['label.host']], 'd.$host=location.host;'],
    [[['labels'], ['label.title']], 'd.$title=document.title;'],
    [[['labels'], ['label.screen']], 'd.$screen=`${screen.width}x${screen.height}`;'],
    [
      [['labels'], ['label.utm']],
      'for(let l of["utm_source","utm_medium","utm_campaign"])d[`$${l}`]=new URLSearchParams(location.search).get(l);',
    ],
    [
      [['labels']],
      'for(let[l,v]of __UVP_LABELS__){let re=o&&o(l)||d[v];re&&(m[l]=re.slice(0,200))}H({name:__UVP_METRIC__,labels:m},__UVP_METRIC__+JSON.stringify(m),c);',
    ],
    [[], '};'],
    [
      [['event.custom']],
      'let J=(e,t,n)=>{let o=__UVP_EVENTS__;(!o||o.includes(e))&&p(e,t,"",n)},q=i((e,t)=>{let{value:n,labels:o}=Object(t);e?J(e,n,c=>{let m=Object(o)[c];return m==null?"":`${m}`}):E()}),Ae=a.track||Object;a.track=(...e)=>{Ae.apply(a,e),q(...e)};a.flush=()=>a.track();',
    ],
    [
      [['elements']],
      'let ge=new WeakSet,z=(e,t=e.composedPath())=>{let n=s=>t.find(P=>P instanceof Element&&P.matches(s)),o=e.type==="submit";if(e.button>1)return;',
    ],
    [[['elements'], ['event.form_submit']], 'o&&p("form_submit");'],
    [
      [['elements'], ['event.form_submit', 'event.custom']],
      'for(let s of t)!(s instanceof ShadowRoot)||ge.has(s)||(ge.add(s),f("submit",z,s));',
    ],
    [[['elements']], 'if(e.type==="keydown")return;'],
    [
      [['elements'], ['event.click']],
      'let{activeElement:r}=t[0].getRootNode(),c=e.detail||t.includes(r);!o&&c&&n("a[href],area[href],button,summary,[role=button],[role=link],[type=submit],[type=button],[type=reset],[type=image]")&&p("click");',
    ],
    [
      [['elements'], ['event.outbound_click', 'event.file_download']],
      'let d=n("[href]");if(d){let{host:s,pathname:P}=new URL(d.getAttribute("href"),document.baseURI);',
    ],
    [
      [['elements'], ['event.outbound_click', 'event.file_download'], ['event.outbound_click']],
      'let l=v=>v.replace(/^www\\./,"");s&&l(s)!==l(location.host)&&p("outbound_click");',
    ],
    [
      [['elements'], ['event.outbound_click', 'event.file_download'], ['event.file_download']],
      '(d.hasAttribute("download")||__UVP_FILES__.test(P))&&p("file_download");',
    ],
    [[['elements'], ['event.outbound_click', 'event.file_download']], '}'],
    [
      [['elements'], ['event.custom']],
      'let w=n(`${o?"form":":not(form)"}[data-uvp-event]`);if(!w)return;let g=s=>w.getAttribute(`data-uvp-${s}`);J(g("event"),g("value"),s=>g(`label-${s}`));',
    ],
    [[['elements']], '};f("click auxclick submit keydown",e=>z(e));let he=i(z);'],
    [
      [['event.error']],
      'let G=i(({target:e,message:t})=>{e===u&&!/^ResizeObserver/.test(t)&&p("error")});f("error unhandledrejection",G);',
    ],
    [
      [['event.scroll_depth']],
      'let $=0,_e,X,Ee=()=>{let e=document.documentElement,t=e.scrollHeight>e.clientHeight?e:document.elementFromPoint(innerWidth/2,innerHeight/2);for(;t&&t.scrollHeight<=t.clientHeight;)t=t.parentElement;return t||e},Le=i(()=>{X=0;let{scrollTop:e,clientHeight:t}=Ee();document.hidden||($=Math.max($,e+t))}),Y=()=>{X=X||_(Le,250)};f("scroll visibilitychange",Y);Y();',
    ],
    [
      [['event.engaged_time']],
      'let C=0,be=0,K=!1,Z=()=>{let e=performance.now()-be;be+=e,K&&e<5e3&&(C+=e),K=document.hasFocus()};f("focus blur",Z);let ke=()=>{i(Z)(),_(ke,1e3)};ke();',
    ],
    [[['event.web_vital']], 'let b={},Q={},L=0,ve=0,ye=0;'],
    [[['ends']], 'let ee=e=>{'],
    [[['ends'], ['event.engaged_time']], 'Z(),e&&(K=!1),C>125&&p("engaged_time",Math.round(C/250)/4),C=0;'],
    [[['ends'], ['event.scroll_depth']], '!_e&&$&&p("scroll_depth",Math.min(1,$/Ee().scrollHeight)),_e=e,$=0,Y();'],
    [
      [['ends'], ['event.web_vital']],
      'if(e&&N){N.takeRecords().forEach(xe),N=null;let[t]=Object.values(Q).sort((n,o)=>n-o).slice(-1-Math.min(9,Math.floor((performance.interactionCount||0)/50)));t&&(b.INP=t/1e3);for(let n of Object.keys(b))p("web_vital",b[n],n)}',
    ],
    [[['ends']], '};'],
    [
      [['timings']],
      'let B=e=>document.prerendering?0:Math.max(0,e-(performance.getEntriesByType("navigation")[0].activationStart||0))/1e3,we,Pe=i(()=>{let[e]=performance.getEntriesByType("navigation");if(we||!e.loadEventEnd)return;we=!0;',
    ],
    [[['timings'], ['event.page_load']], 'p("page_load",B(e.loadEventEnd));'],
    [[['timings'], ['event.web_vital']], 'b.TTFB=B(e.responseStart);'],
    [[['timings']], '});f("load",()=>_(Pe));_(Pe);'],
    [
      [['event.web_vital']],
      'let Se=["event","first-input"];(!document.hidden||document.prerendering)&&Se.push("paint","largest-contentful-paint","layout-shift");let xe=e=>{let{startTime:t,interactionId:n}=e;e.name==="first-contentful-paint"&&(b.FCP=B(t),u.LayoutShift&&(b.CLS=b.CLS||0)),e.size&&(b.LCP=B(t)),n&&(Q[n]=Math.max(Q[n]||0,e.duration)),e.value&&!e.hadRecentInput&&(L&&t-ye<1e3&&t-ve<5e3||(L=0,ve=t),ye=t,L+=e.value,b.CLS=Math.max(b.CLS||0,L))},N=new PerformanceObserver(i(e=>e.getEntries().forEach(xe)));for(let e of Se)i(()=>N.observe({type:e,buffered:!0,durationThreshold:40}))();',
    ],
    [
      [['ends', 'event.page_view']],
      'f("visibilitychange pagehide",({type:e})=>{if(!document.hidden&&e!=="pagehide")return;',
    ],
    [[['ends', 'event.page_view'], ['event.page_view']], 'D();'],
    [[['ends', 'event.page_view'], ['ends']], 'ee(1);'],
    [[['ends', 'event.page_view']], '});'],
    [[['routes']], 'let te;'],
    [[['routes'], ['event.page_view']], 'let oe=!1,D=()=>{oe&&p("page_view"),oe=!1};'],
    [[['routes'], ['routes.hash']], 'let Ce=()=>/^(#!?\\/[^?]*)?/.exec(location.hash)[0];'],
    [[['routes']], 'let O=i((e,t)=>{let n=location.pathname.replace(/(.)\\/$/,"$1");'],
    [
      [['routes'], ['label.path']],
      'n.includes("%")&&(n=n.replace(/(%[\\da-f]{2})+/gi,c=>i(decodeURI)(c)||c)),location.protocol.startsWith("http")||(n="");',
    ],
    [
      [['routes'], ['routes.query']],
      'let o=new URLSearchParams(location.search);for(let c of __UVP_QUERY__)o.has(c)&&(n+=`${n.includes("?")?"&":"?"}${c}=${o.get(c)}`);',
    ],
    [[['routes'], ['routes.hash']], 'n+=Ce();'],
    [[['routes']], 'if(n===te&&!t)return;let r=te===void 0;te=n;'],
    [[['routes'], ['event.page_view']], 'e||D();'],
    [[['routes'], ['ends']], 'r||ee();'],
    [[['routes']], 'k.i=n;'],
    [[['routes'], ['label.referrer']], 'k.a=!r;'],
    [[['routes'], ['event.page_view']], 'oe=!0,r||t?D():_(D,100);'],
    [
      [['routes']],
      '}),{history:ne,navigation:Te}=u;if(Te)f("currententrychange",e=>O(e.navigationType==="replace"),Te);else{for(let e of["pushState","replaceState"]){let t=ne[e];ne[e]=(...n)=>{t.apply(ne,n),O(e==="replaceState")}}f("popstate",()=>O())}f("pageshow",e=>e.persisted&&O(!1,!0));O();',
    ],
    [[['event.custom']], 'for(let e of a.q||[])q(...e);'],
    [[['event.error']], 'for(let[e]of a.e||[])G(e);'],
    [[['elements']], 'for(let[e,t]of a.c||[])he(e,t);'],
  ],
  after: [
    [[['persist']], 'A.s&&pe();'],
    [
      [],
      'f("visibilitychange prerenderingchange pagehide online",({type:e})=>{e==="online"&&ue(),E(!0)});f("pageshow",e=>e.persisted&&fe());}catch(e){}})()',
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
    [[['full', 'elements', 'event.error']], 'let shared = page.uvp || {};\npage.uvp = shared;\n'],
    [
      [],
      '\nlet outsideZone = (name) => (page[`__zone_symbol__${name}`] || page[name]).bind(self);\nlet delay = outsideZone("setTimeout");\nlet send = outsideZone("fetch");\n\nlet safely = (work) => (...args) => {\n  try {\n    return work(...args);\n  } catch (e) {\n    return void 0;\n  }\n};\nlet on = (types2, seen, target = self) => {\n  for (const type of types2.split(" ")) target.addEventListener(type, safely(seen), true);\n};\n\n',
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
      '  if (document.hidden && !failures) queueMicrotask(() => flush(!batches[9]));\n  else timer = timer || delay(flush, Date.now() - flushedAt > __UVP_INTERVAL__ ? 250 : __UVP_INTERVAL__);\n};\nlet flush = (isLast) => {\n  timer = 0;\n  return pump(isLast === true);\n};\nlet retryNow = () => {\n  failures = 0;\n  setPause(0);\n};\nlet resume = () => {\n  for (const batch of batches) batch.sending_ = void 0;\n  setPause(0);\n};\nlet pump = safely((isLast) => {\n  const isPrerendering = document.prerendering;\n  const mayForce = isLast && (failures < 2 || Date.now() - triedAt > 1e4);\n  const mayLeave = () => !isPrerendering && (mayForce || !pause);\n  let mayClose;\n',
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
      '  }\n  batches = batches.filter(isWaiting);\n  return batches.map((batch) => batch.sending_ || mayLeave() && post(batch, isLast));\n});\nfunction close(metrics) {\n  flushedAt = Date.now();\n',
    ],
    [[['page']], '  if (safely(() => localStorage["uvp.ignore"])()) return;\n'],
    [
      [],
      '  const batchId = `${page.crypto.getRandomValues(new Uint32Array(4))}`;\n  const content_ = { batchId, metrics: plain(metrics), dropped: dropped || void 0 };\n',
    ],
    [[['page']], '  if (navigator.webdriver) content_.robot = true;\n'],
    [[], '  const batch = { content_, madeAt_: flushedAt };\n  dropped = 0;\n  batches.push(batch);\n'],
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
    [[['library']], '  const waiting = Object(pause);\n  if (waiting.unref) waiting.unref();\n'],
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
      '  const options = { method: "POST", body, headers, keepalive, credentials: "omit" };\n  let retryAfter = 0;\n',
    ],
    [[['full']], '  let isTooLarge = false;\n'],
    [
      [],
      '  batch.sending_ = send(__UVP_ENDPOINT__, options).then((reply) => {\n    retryAfter = Number(reply.headers.get("Retry-After"));\n',
    ],
    [[['full']], '    isTooLarge = reply.status === 413;\n'],
    [[], '    batch.isDone_ = isFinal(reply);\n    return reply.text();\n  }).catch(Object).then(() => {\n'],
    [[['full']], '    shared.b = shared.b - bytes;\n'],
    [
      [],
      '    batch.sending_ = void 0;\n    const seconds = Math.min(2 ** failures, 60) * (Math.random() + 0.5) + Math.min(retryAfter, 3600);\n    setPause(batch.isDone_ ? 0 : 1e3 * seconds);\n    failures = batch.isDone_ ? 0 : failures + 1;\n',
    ],
    [[['full']], '    if (isTooLarge) halve(batch);\n'],
    [
      [],
      '    return pump(false);\n  });\n  return batch.sending_;\n}\nlet isFinal = ({ status, headers }) => status === 202 || /^4(?!08|29)/.test(`${status}`) && /problem/.test(`${headers.get("Content-Type")}`);\n',
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
    [[['routes']], 'let currentView = {};\n'],
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
      '  sources.$path = currentView.path_.replace(/([/=])(\\d+|[\\da-f-]{8,})(?=[/?&#]|$)/gi, "$1:id");\n',
    ],
    [
      [['labels'], ['label.path'], ['label.patterns']],
      '  for (const [pattern, name] of __UVP_PATHS__) if (pattern.test(currentView.path_)) sources.$path = name;\n',
    ],
    [[['labels'], ['label.event']], '  sources.$event = `${event}`;\n'],
    [[['labels'], ['label.vital']], '  sources.$vital = vital;\n'],
    [
      [['labels'], ['label.referrer']],
      '  const from = document.referrer.split("/")[2];\n  sources.$referrer = from !== location.host && !currentView.isLater_ && from;\n',
    ],
    [
      [['labels'], ['label.device']],
      '  const says = (word) => navigator.userAgent.includes(word);\n  const isMobile = says("Mobi");\n  const isTablet = says("iPad") || says("Android") && !isMobile || says("Macintosh") && navigator.maxTouchPoints > 1;\n  sources.$device = isTablet ? "tablet" : isMobile ? "mobile" : "desktop";\n',
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
      '  for (const [name, source] of __UVP_LABELS__) {\n    const text = read2 && read2(name) || sources[source];\n    if (text) labels[name] = text.slice(0, 200);\n  }\n  add({ name: __UVP_METRIC__, labels }, __UVP_METRIC__ + JSON.stringify(labels), merge);\n',
    ],
    [[], '};\n'],
    [
      [['event.custom']],
      'let tell = (event, value, read2) => {\n  const names = __UVP_EVENTS__;\n  if (!names || names.includes(event)) track(event, value, "", read2);\n};\nlet take = safely((event, options) => {\n  const { value, labels } = Object(options);\n  const read2 = (name) => {\n    const label = Object(labels)[name];\n    return label === void 0 || label === null ? "" : `${label}`;\n  };\n  if (event) tell(event, value, read2);\n  else flush();\n});\nlet before = shared.track || Object;\nshared.track = (...call) => {\n  before.apply(shared, call);\n  take(...call);\n};\nshared.flush = () => shared.track();\n',
    ],
    [[], '\n'],
    [
      [['elements']],
      'let roots = /* @__PURE__ */ new WeakSet();\nlet see = (event, path = event.composedPath()) => {\n  const near = (selector) => path.find((node) => node instanceof Element && node.matches(selector));\n  const isSubmit = event.type === "submit";\n  if (event.button > 1) return;\n',
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
    [
      [['elements']],
      '};\non("click auxclick submit keydown", (event) => see(event));\nlet seeElement = safely(see);\n',
    ],
    [
      [['event.error']],
      'let seeError = safely(({ target, message }) => {\n  if (target === page && !/^ResizeObserver/.test(message)) track("error");\n});\non("error unhandledrejection", seeError);\n',
    ],
    [[], '\n'],
    [
      [['event.scroll_depth']],
      'let deepestPx = 0;\nlet isDepthTold;\nlet isLookDue;\nlet scroller = () => {\n  const root = document.documentElement;\n  let element = root.scrollHeight > root.clientHeight ? root : document.elementFromPoint(innerWidth / 2, innerHeight / 2);\n  while (element && element.scrollHeight <= element.clientHeight) element = element.parentElement;\n  return element || root;\n};\nlet look = safely(() => {\n  isLookDue = 0;\n  const { scrollTop, clientHeight } = scroller();\n  if (!document.hidden) deepestPx = Math.max(deepestPx, scrollTop + clientHeight);\n});\nlet lookSoon = () => {\n  isLookDue = isLookDue || delay(look, 250);\n};\non("scroll visibilitychange", lookSoon);\nlookSoon();\n',
    ],
    [
      [['event.engaged_time']],
      'let engagedMs = 0;\nlet engagedUntilMs = 0;\nlet isEngaged = false;\nlet engage = () => {\n  const gapMs = performance.now() - engagedUntilMs;\n  engagedUntilMs += gapMs;\n  if (isEngaged && gapMs < 5e3) engagedMs += gapMs;\n  isEngaged = document.hasFocus();\n};\non("focus blur", engage);\nlet engageOn = () => {\n  safely(engage)();\n  delay(engageOn, 1e3);\n};\nengageOn();\n',
    ],
    [
      [['event.web_vital']],
      'let vitals = {};\nlet interactions = {};\nlet shifts = 0;\nlet firstShift = 0;\nlet lastShift = 0;\n',
    ],
    [[['ends']], 'let end = (leaving) => {\n'],
    [
      [['ends'], ['event.engaged_time']],
      '  engage();\n  if (leaving) isEngaged = false;\n  if (engagedMs > 125) track("engaged_time", Math.round(engagedMs / 250) / 4);\n  engagedMs = 0;\n',
    ],
    [
      [['ends'], ['event.scroll_depth']],
      '  if (!isDepthTold && deepestPx) track("scroll_depth", Math.min(1, deepestPx / scroller().scrollHeight));\n  isDepthTold = leaving;\n  deepestPx = 0;\n  lookSoon();\n',
    ],
    [
      [['ends'], ['event.web_vital']],
      '  if (leaving && observer) {\n    observer.takeRecords().forEach(see2);\n    observer = null;\n    const [inp] = Object.values(interactions).sort((a, b) => a - b).slice(-1 - Math.min(9, Math.floor((performance.interactionCount || 0) / 50)));\n    if (inp) vitals.INP = inp / 1e3;\n    for (const name of Object.keys(vitals)) track("web_vital", vitals[name], name);\n  }\n',
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
      '  if (path.includes("%")) path = path.replace(/(%[\\da-f]{2})+/gi, (codes) => safely(decodeURI)(codes) || codes);\n  if (!location.protocol.startsWith("http")) path = "";\n',
    ],
    [
      [['routes'], ['routes.query']],
      '  const query = new URLSearchParams(location.search);\n  for (const name of __UVP_QUERY__)\n    if (query.has(name)) path += `${path.includes("?") ? "&" : "?"}${name}=${query.get(name)}`;\n',
    ],
    [[['routes'], ['routes.hash']], '  path += hashRoute();\n'],
    [
      [['routes']],
      '  if (path === shown && !isRestored) return;\n  const isFirst = shown === void 0;\n  shown = path;\n',
    ],
    [[['routes'], ['event.page_view']], '  if (!isReplaced) tellView();\n'],
    [[['routes'], ['ends']], '  if (!isFirst) end();\n'],
    [[['routes']], '  currentView.path_ = path;\n'],
    [[['routes'], ['label.referrer']], '  currentView.isLater_ = !isFirst;\n'],
    [
      [['routes'], ['event.page_view']],
      '  isPending = true;\n  if (isFirst || isRestored) tellView();\n  else delay(tellView, 100);\n',
    ],
    [
      [['routes']],
      '});\nlet { history, navigation } = page;\nif (navigation) {\n  on(\n    "currententrychange",\n    (event) => view(event.navigationType === "replace"),\n    navigation\n  );\n} else {\n  for (const method of ["pushState", "replaceState"]) {\n    const original = history[method];\n    history[method] = (...args) => {\n      original.apply(history, args);\n      view(method === "replaceState");\n    };\n  }\n  on("popstate", () => view());\n}\non("pageshow", (event) => event.persisted && view(false, true));\nview();\n',
    ],
    [[['event.custom']], 'for (const call of shared.q || []) take(...call);\n'],
    [[['event.error']], 'for (const [event] of shared.e || []) seeError(event);\n'],
    [[['elements']], 'for (const [event, path] of shared.c || []) seeElement(event, path);\n'],
    [[], '\n'],
  ],
  after: [
    [[['persist']], 'if (counting.metrics_) restore();\n'],
    [
      [],
      'on("visibilitychange prerenderingchange pagehide online", ({ type }) => {\n  if (type === "online") retryNow();\n  flush(true);\n});\non("pageshow", (event) => event.persisted && resume());\n}catch(e){}})()',
    ],
  ],
};

/** The generic library, an expression. */
export const libraryCode =
  '(()=>{var scope=typeof self==="object"?self:globalThis,uvp=scope.uvp=scope.uvp||{};uvp.init=options=>{var self=scope,document=scope.document||{},__UVP_CLIENT__={},__UVP_INTERVAL__=5e3,{apiKey,apiSecret,endpoint}=Object(options),__UVP_CREDENTIALS__={apiKey,apiSecret},__UVP_ENDPOINT__=endpoint?`${endpoint}`.replace(/\\/*$/,"/api/v1/metrics"):__UVP_COLLECTOR__;let i=e=>Object.assign(e,{toJSON:void 0});let E=__UVP_CREDENTIALS__;let l=self;let p=l.uvp||{};l.uvp=p;let T=e=>(l[`__zone_symbol__${e}`]||l[e]).bind(self),S=T("setTimeout"),P=T("fetch");let c=e=>(...n)=>{try{return e(...n)}catch(t){return}},R=(e,n,t=self)=>{for(let o of e.split(" "))t.addEventListener(o,c(n),!0)};let m={};let g=0;let d=[],x=0,O=0,C=0,h=0,y,b,M=(e,n,t)=>{let o=m[n]||i(e);g+=m[n]?0:n.length+250;m[n]=o;g+=40*t(o),g>16e3&&_();document.hidden&&!h?queueMicrotask(()=>_(!d[9])):y=y||S(_,Date.now()-O>__UVP_INTERVAL__?250:__UVP_INTERVAL__)},_=e=>(y=0,k(e===!0));let k=c(e=>{let n=document.prerendering,t=e&&(h<2||Date.now()-C>1e4),o=()=>!n&&(t||!b),r;r=g>16e3||!y&&o();let a=Object.values(m);if(r&&a[0]){D(a),m={};g=0;}return d=d.filter(j),d.map(u=>u.t||o()&&U(u,e))});function D(e){O=Date.now();let t={batchId:`${l.crypto.getRandomValues(new Uint32Array(4))}`,metrics:i(e),dropped:x||void 0};let o={e:t,n:O};x=0,d.push(o);}function j(e,n){let t=d.length-n<=30&&Date.now()-e.n<8e7;if(!e.o&&(e.t||t))return!0;e.o||(x+=e.e.metrics.length+(e.e.dropped||0));return!1}function I(e){clearTimeout(b),b=e&&(S(()=>{b=0,k(!1)},e)||1);let t=Object(b);t.unref&&t.unref();}function U(e,n){C=Date.now(),I(3e4);let t;n||(t={"X-API-Key":E.apiKey,"X-API-Secret":E.apiSecret});let o=i({...t?{}:E,...e.e}),r=JSON.stringify(o);r=JSON.stringify(o,L);let a=!0;let u=new Blob([r]).size;p.b=(p.b||0)+u,a=p.b<6e4;let v={method:"POST",body:r,headers:t,keepalive:a,credentials:"omit"},f=0;let w=!1;return e.t=P(__UVP_ENDPOINT__,v).then(s=>{f=Number(s.headers.get("Retry-After"));w=s.status===413;return e.o=$(s),s.text()}).catch(Object).then(()=>{p.b=p.b-u;e.t=void 0;let s=Math.min(2**h,60)*(Math.random()+.5)+Math.min(f,3600);I(e.o?0:1e3*s),h=e.o?0:h+1;w&&J(e);return k(!1)}),e.t}let $=({status:e,headers:n})=>e===202||/^4(?!08|29)/.test(`${e}`)&&/problem/.test(`${n.get("Content-Type")}`);let L=(e,n)=>e==="ageMs"&&n<0?Math.max(0,Date.now()+n):n;function J(e){let{metrics:n}=e.e,t=Math.floor(n.length/2);if(e.o=!0,t)for(let o of[n.slice(0,t),n.slice(t)])D(o);else x++}let V=()=>!d.length&&!Object.keys(m).length;let F=0;__UVP_CLIENT__.track=c((e,n)=>{let{value:t,labels:o,type:r,op:a,timestamp:u}=Object(n),v={name:`${e}`,type:r,op:a,timestamp:u,labels:W(o)},f=t==null?r==="counter"?1:void 0:Number.parseFloat(t),w=(r||a==="add")&&f>=(r==="gauge"||a==="add"?-1e12:0)&&f<=1e12;M(v,JSON.stringify(v)+(w?"":F++),s=>{if(u||(s.ageMs=-Date.now()),a==="add"||r==="counter")s.value=(s.value||0)+f;else if(!r||r==="gauge")s.value=f;else return s.value=i((s.value||[]).concat(f)),1;return 0})});__UVP_CLIENT__.flush=async()=>{for(;;){let e=(_()||[]).filter(Boolean);if(!e.length)return V();await Promise.all(e)}};function W(e){let n=i({});for(let[t,o]of Object.entries(Object(e)))o!=null&&(n[t]=`${o}`);return n}l.addEventListener&&R("visibilitychange pagehide online",()=>_(!0));\n;return __UVP_CLIENT__};return uvp})()';
