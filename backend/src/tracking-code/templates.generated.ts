// Built from backend/tracker by `npm run tracker --workspace backend`. Do not edit.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is JavaScript inside of strings

/** Version of the tracker. */
export const trackerVersion = '0.1.0';

/** The script of one configuration in pieces: `needs` are groups of features, one of each must be wanted, and the code. */
export const pageParts: readonly (readonly [needs: readonly (readonly string[])[], code: string])[] = [
  [[], '(()=>{function d(t){try{t()}catch(e){}}'],
  [
    [['event.custom']],
    'function P(t,e){let r=({type:i,target:n})=>d(()=>{let o=n instanceof Element&&n.closest("[data-uvp-event]");if(!o||o.tagName==="FORM"!=(i==="submit"))return;let a={};for(let[s]of e)a[s]=o.getAttribute(`data-uvp-label-${s}`);t(o.getAttribute("data-uvp-event")||"",{value:o.getAttribute("data-uvp-value"),labels:a})});document.addEventListener("click",r,!0),document.addEventListener("submit",r,!0)}',
  ],
  [
    [['event.click']],
    'var q="a[href],button,summary,[role=button],input[type=submit],input[type=button],input[type=image]";function A(t){document.addEventListener("click",({target:e})=>{e instanceof Element&&e.closest(q)&&t("click")},!0)}',
  ],
  [
    [['event.error']],
    'function _(t){addEventListener("error",()=>t("error")),addEventListener("unhandledrejection",()=>t("error"))}',
  ],
  [[['event.form_submit']], 'function L(t){document.addEventListener("submit",()=>t("form_submit"),!0)}'],
  [
    [['event.file_download']],
    'var G=/\\.(7z|apk|avi|csv|deb|dmg|docx?|epub|exe|gz|iso|jar|json|key|m4a|mov|mp[34]|mpe?g|msi|od[pst]|ogg|pdf|pkg|pptx?|rar|rpm|rtf|tar|tgz|txt|wav|webm|wmv|xlsx?|xml|zip)$/i;',
  ],
  [
    [['event.outbound_click']],
    'function N(t){O(e=>{/^http/.test(e.protocol)&&e.host!==location.host&&t("outbound_click")})}',
  ],
  [
    [['event.file_download']],
    'function B(t){O(e=>{(e.hasAttribute("download")||G.test(e.pathname))&&t("file_download")})}',
  ],
  [
    [['event.outbound_click', 'event.file_download']],
    'function O(t){let e=({target:r,button:i})=>d(()=>{let n=i<2&&r instanceof Element&&r.closest("a[href]");n&&t(n)});document.addEventListener("click",e,!0),document.addEventListener("auxclick",e,!0)}',
  ],
  [
    [['event.page_load']],
    'function R(t){let e=()=>setTimeout(()=>d(()=>{let[r]=performance.getEntriesByType("navigation");if(!r)return;let i=Math.max(0,r.loadEventEnd-(r.activationStart||0))/1e3;t("page_load",{value:i})}));document.readyState==="complete"?e():addEventListener("load",e)}',
  ],
  [
    [['event.page_view']],
    'function $(t){let e,r=i=>{let n=location.href.split("#")[0];(i||n!==e)&&(e=n,t("page_view"))};for(let i of["pushState","replaceState"]){let n=history[i];history[i]=function(...o){n.apply(this,o),d(r)}}addEventListener("popstate",()=>r()),addEventListener("pageshow",({persisted:i})=>{i&&r(!0)}),r()}',
  ],
  [
    [],
    'function j(t){return/^(string|number|boolean)$/.test(typeof t)?x(String(t)):""}function x(t){let e="",r=0;for(let i of t){let n=i.codePointAt(0)||55296;if(r+=n<128?1:n<2048?2:n<65536?3:4,r>200)break;(n<55296||n>57343)&&(e+=i)}return e}var b={};',
  ],
  [
    [['label.path']],
    'var J=/\\/(\\d+|[\\da-f]{8}(-[\\da-f]{4}){3}-[\\da-f]{12}|(?=[a-f]*\\d)[\\da-f]{8,})(?=\\/|$)/gi;b.$path=()=>location.pathname.replace(J,"/:id");',
  ],
  [[['label.referrer']], 'b.$referrer=()=>{let t=document.referrer.split("/")[2];return t&&t!==location.host?t:""};'],
  [
    [['label.device']],
    'b.$device=()=>{let t=navigator.userAgent;return/iPad|Tablet|Android(?!.*Mobile)/.test(t)||/Mac/.test(t)&&navigator.maxTouchPoints>1&&!/iPhone/.test(t)?"tablet":/Mobi|iPhone/.test(t)?"mobile":"desktop"};',
  ],
  [[['label.language']], 'b.$language=()=>navigator.language;'],
  [[['label.title']], 'b.$title=()=>document.title;'],
  [[['label.screen']], 'b.$screen=()=>`${screen.width}x${screen.height}`;'],
  [[], 'function C(t,e,r){let i=Object(r),n={};for(let[o,a]of t){let s=j(i[o]);'],
  [[['label.event']], '!s&&a==="$event"&&(s=x(e));'],
  [[['label.utm']], '!s&&a&&a.startsWith("$utm_")&&(s=x(new URLSearchParams(location.search).get(a.slice(1))||""));'],
  [
    [],
    '!s&&a&&b[a]&&(s=x(b[a]())),s&&(n[o]=s)}return n}function V(t){let e=!1,r=()=>{(e||document.visibilityState==="hidden")&&d(()=>{t.flush(!0)})};return addEventListener("pagehide",()=>{e=!0,r()}),addEventListener("pageshow",()=>{e=!1}),document.addEventListener("visibilitychange",r),addEventListener("online",()=>d(t.retryNow)),()=>{(e||!t.isBackingOff())&&Promise.resolve().then(r)}}var D=(t,e)=>e;',
  ],
  [[['type.counter']], 'var I=(t,e)=>Number(t)+Number(e);'],
  [[['type.observations']], 'var z=(t,e)=>[].concat(t,e);'],
  [
    [],
    'function Q(t){let e=new Map,r=0,i=0,n=[],o=Promise.resolve(),a=0,s=0,g=0,m,p;function h(c,l,f){let v=JSON.stringify(c),E=f?v:`${r}${v}`,w=e.get(E),M=w||{...c,value:l};w&&f?w.value=f(w.value,l):e.set(E,M);',
  ],
  [[['type.gauge']], 'c.timestamp||(M.atMs=Date.now());'],
  [
    [],
    '(!w||typeof w.value!="number")&&(r+=1,i+=w?24:v.length+32),r>=50||i>=16e3?u():m||(m=setTimeout(u,5e3))}async function u(c){clearTimeout(m),m=void 0,r&&(n.push({id:K(),metrics:[...e.values()],madeAtMs:Date.now(),busy:!1}),e=new Map,r=i=0,n.length>30&&S(n.find(f=>!f.busy))),k(c);let l;for(;l!==o;)l=o,await l;return!n.length}function k(c){if(!c&&(a||p))return;let l=n.filter(v=>!v.busy),f=(c?l:l.slice(0,1)).map(v=>H(v,c===!0));f.length&&(o=Promise.all([o,...f]).then(()=>{}))}async function H(c,l){c.busy=!0,a+=1;let f=await t(c,l);if(a-=1,c.busy=!1,X(f)&&Date.now()-c.madeAtMs<828e5)return U(f);s=0,f.status>=200&&f.status<300?n=n.filter(v=>v!==c):S(c),k()}function U({retryAfterSeconds:c}){if(p)return;let l=Math.min(1e3*2**s,3e4)*(.5+Math.random());s+=1,p=setTimeout(T,Math.max(l,Math.min(c,3600)*1e3));',
  ],
  [[['library']], 'typeof p=="object"&&p.unref();'],
  [
    [],
    '}function T(){clearTimeout(p),p=void 0,k()}function S(c){c&&(g+=c.metrics.length,n=n.filter(l=>l!==c))}return{add:h,flush:u,isBackingOff:()=>!!p,retryNow:T,dropped:()=>g}}function X({status:t}){return!t||t===408||t===429||t>=500}function K(){return crypto.getRandomValues(new Uint32Array(4)).join("-")}var y=__UVP_SETTINGS__;var W={status:0,retryAfterSeconds:0};function F({endpoint:t,apiKey:e,apiSecret:r}){return async(i,n)=>{let o=!0;',
  ],
  [[['transport.headers']], 'o=n;'],
  [[], 'let a=i.metrics;'],
  [[['type.gauge']], 'a=i.metrics.map(({atMs:u,...k})=>u?{...k,ageMs:Math.max(0,Date.now()-u)}:k);'],
  [
    [],
    'let s={batchId:i.id,metrics:a},g=JSON.stringify(o?{apiKey:e,apiSecret:r,...s}:s);if(n&&!("keepalive"in Request.prototype))return{...W,status:navigator.sendBeacon(t,g)?202:0};let m=new AbortController,p=setTimeout(()=>m.abort(),3e4),h={"Content-Type":"text/plain"};',
  ],
  [[['transport.headers']], 'o||(h["Content-Type"]="application/json",h["X-API-Key"]=e,h["X-API-Secret"]=r);'],
  [
    [],
    'try{let u=await fetch(t,{method:"POST",body:g,headers:h,keepalive:!0,credentials:"omit",signal:m.signal});return{status:u.status,retryAfterSeconds:Y(u.headers.get("Retry-After"))}}catch(u){return W}finally{clearTimeout(p)}}}function Y(t){if(!t)return 0;let e=Number(t);return Math.max(0,(Number.isNaN(e)?(Date.parse(t)-Date.now())/1e3:e)||0)}d(()=>{let t=window;t.uvp=t.uvp||{};let e=t.uvp;e.scripts=e.scripts||[];let{scripts:r,q:i}=e;if(r.some(o=>o.id===y.id))return;let n=Z();r.push(n),e.track=(o,a)=>{for(let{track:s}of r)s(o,a)},e.flush=()=>Promise.all(r.map(({flush:o})=>o())).then(o=>o.every(Boolean)),e.dropped=()=>r.reduce((o,{dropped:a})=>o+a(),0);for(let o of i||[])n.track(...o)});function Z(){let t=Q(F(y)),e=V(t),r=D,i=-1e12;',
  ],
  [[['type.counter']], 'r=I;'],
  [[['type.observations']], 'r=z;'],
  [[['type.counter', 'type.observations']], 'i=0;'],
  [[], 'let n=(s,g)=>d(()=>{let{value:m,labels:p}=Object(g),h=m==null||m==="",u=h?Number.NaN:Number(m);'],
  [[['type.counter']], 'h&&(u=1);'],
  [
    [],
    'u>=i&&u<=1e12&&(t.add({name:y.metric,labels:C(y.labels,s,p)},u,r),e())}),o=(s,g)=>{(!y.events.length||y.events.includes(s))&&n(s,g)},a=()=>{',
  ],
  [[['event.page_view']], '$(n);'],
  [[['event.click']], 'A(n);'],
  [[['event.form_submit']], 'L(n);'],
  [[['event.outbound_click']], 'N(n);'],
  [[['event.file_download']], 'B(n);'],
  [[['event.error']], '_(n);'],
  [[['event.page_load']], 'R(n);'],
  [[['event.custom']], 'P(o,y.labels);'],
  [
    [],
    '};return document.prerendering?document.addEventListener("prerenderingchange",a):a(),{id:y.id,track:o,flush:()=>t.flush(),dropped:t.dropped}}})();',
  ],
];

/** The generic library. */
export const libraryCode =
  '(()=>{function T(e){return/^(string|number|boolean)$/.test(typeof e)?j(String(e)):""}function j(e){let t="",o=0;for(let i of e){let n=i.codePointAt(0)||55296;if(o+=n<128?1:n<2048?2:n<65536?3:4,o>200)break;(n<55296||n>57343)&&(t+=i)}return t}function v(e){try{e()}catch(t){}}function _(e){let t=!1,o=()=>{(t||document.visibilityState==="hidden")&&v(()=>{e.flush(!0)})};return addEventListener("pagehide",()=>{t=!0,o()}),addEventListener("pageshow",()=>{t=!1}),document.addEventListener("visibilitychange",o),addEventListener("online",()=>v(e.retryNow)),()=>{(t||!e.isBackingOff())&&Promise.resolve().then(o)}}var A=(e,t)=>t;var k=(e,t)=>Number(e)+Number(t);var N=(e,t)=>[].concat(e,t);function B(e){let t=new Map,o=0,i=0,n=[],c=Promise.resolve(),y=0,g=0,b=0,d,l;function f(r,s,u){let m=JSON.stringify(r),O=u?m:`${o}${m}`,h=t.get(O),P=h||{...r,value:s};h&&u?h.value=u(h.value,s):t.set(O,P);r.timestamp||(P.atMs=Date.now());(!h||typeof h.value!="number")&&(o+=1,i+=h?24:m.length+32),o>=50||i>=16e3?a():d||(d=setTimeout(a,5e3))}async function a(r){clearTimeout(d),d=void 0,o&&(n.push({id:I(),metrics:[...t.values()],madeAtMs:Date.now(),busy:!1}),t=new Map,o=i=0,n.length>30&&S(n.find(u=>!u.busy))),p(r);let s;for(;s!==c;)s=c,await s;return!n.length}function p(r){if(!r&&(y||l))return;let s=n.filter(m=>!m.busy),u=(r?s:s.slice(0,1)).map(m=>w(m,r===!0));u.length&&(c=Promise.all([c,...u]).then(()=>{}))}async function w(r,s){r.busy=!0,y+=1;let u=await e(r,s);if(y-=1,r.busy=!1,D(u)&&Date.now()-r.madeAtMs<828e5)return x(u);g=0,u.status>=200&&u.status<300?n=n.filter(m=>m!==r):S(r),p()}function x({retryAfterSeconds:r}){if(l)return;let s=Math.min(1e3*2**g,3e4)*(.5+Math.random());g+=1,l=setTimeout(M,Math.max(s,Math.min(r,3600)*1e3));typeof l=="object"&&l.unref();}function M(){clearTimeout(l),l=void 0,p()}function S(r){r&&(b+=r.metrics.length,n=n.filter(s=>s!==r))}return{add:f,flush:a,isBackingOff:()=>!!l,retryNow:M,dropped:()=>b}}function D({status:e}){return!e||e===408||e===429||e>=500}function I(){return crypto.getRandomValues(new Uint32Array(4)).join("-")}var R={status:0,retryAfterSeconds:0};function E({endpoint:e,apiKey:t,apiSecret:o}){return async(i,n)=>{let c=!0;c=n;let y=i.metrics;y=i.metrics.map(({atMs:a,...p})=>a?{...p,ageMs:Math.max(0,Date.now()-a)}:p);let g={batchId:i.id,metrics:y},b=JSON.stringify(c?{apiKey:t,apiSecret:o,...g}:g);if(n&&!("keepalive"in Request.prototype))return{...R,status:navigator.sendBeacon(e,b)?202:0};let d=new AbortController,l=setTimeout(()=>d.abort(),3e4),f={"Content-Type":"text/plain"};c||(f["Content-Type"]="application/json",f["X-API-Key"]=t,f["X-API-Secret"]=o);try{let a=await fetch(e,{method:"POST",body:b,headers:f,keepalive:!0,credentials:"omit",signal:d.signal});return{status:a.status,retryAfterSeconds:L(a.headers.get("Retry-After"))}}catch(a){return R}finally{clearTimeout(l)}}}function L(e){if(!e)return 0;let t=Number(e);return Math.max(0,(Number.isNaN(t)?(Date.parse(e)-Date.now())/1e3:t)||0)}var C=typeof document=="object";function V(e){let{apiKey:t,apiSecret:o,endpoint:i}=Object(e),n=String(i||__UVP_ENDPOINT__).replace(/\\/+$/,""),c=B(E({apiKey:t,apiSecret:o,endpoint:`${n}/api/v1/metrics`})),y=C?_(c):()=>{};return{track:(g,b)=>v(()=>{let{value:d=1,labels:l,type:f,op:a,timestamp:p}=Object(b),w=Number(d),x={name:String(g),...f&&{type:f},...a&&{op:a},...p&&{timestamp:p},labels:$(l)};Math.abs(w)<=1e12&&c.add(x,w,Q(f,a)),y()}),flush:()=>c.flush(),dropped:c.dropped}}function Q(e,t){return t==="add"||e==="counter"?k:e==="gauge"?A:e&&N}function $(e){let t=Object(e),o={};for(let i of Object.keys(t)){let n=T(t[i]);n&&(o[i]=n)}return o}v(()=>{let e=C?window:globalThis;e.uvp=e.uvp||{},e.uvp.init=V,typeof module=="object"&&(module.exports=e.uvp)});})();';
