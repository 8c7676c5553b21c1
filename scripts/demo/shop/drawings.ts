/** A drawing of each product, by its slug: SVG in a square of 200, on whatever colour lies below. */
export const drawings: Readonly<Record<string, string>> = {
  'task-lamp': `
    <ellipse cx="104" cy="172" rx="46" ry="7" fill="#00000018"/>
    <path d="M60 78 34 150h82z" fill="#ffd98a" opacity=".55"/>
    <rect x="84" y="160" width="60" height="10" rx="5" fill="#2f3e46"/>
    <path d="M114 162 138 96 92 52" fill="none" stroke="#2f3e46" stroke-width="6" stroke-linejoin="round" stroke-linecap="round"/>
    <circle cx="138" cy="96" r="6" fill="#c8843c"/>
    <path d="M58 82a26 26 0 0 1 40-32l-4 14z" fill="#c8843c"/>
    <path d="m58 82 36-18" stroke="#8f5a22" stroke-width="4" stroke-linecap="round"/>`,
  'oak-desk': `
    <ellipse cx="100" cy="168" rx="80" ry="7" fill="#00000018"/>
    <path d="M40 92 32 166M160 92l8 74M58 92l-2 62M142 92l2 62" stroke="#8f5a22" stroke-width="6" stroke-linecap="round"/>
    <rect x="20" y="80" width="160" height="12" rx="3" fill="#c8843c"/>
    <rect x="86" y="92" width="66" height="22" rx="2" fill="#b4722e"/>
    <rect x="112" y="101" width="14" height="4" rx="2" fill="#5d3a14"/>
    <rect x="38" y="58" width="34" height="22" rx="2" fill="#2f3e46"/>
    <rect x="52" y="62" width="20" height="18" rx="2" fill="#84a59d"/>`,
  'wall-shelf': `
    <path d="M50 40v124M150 40v124" stroke="#2f3e46" stroke-width="5" stroke-linecap="round"/>
    <rect x="28" y="72" width="144" height="8" rx="2" fill="#c8843c"/>
    <rect x="28" y="112" width="144" height="8" rx="2" fill="#c8843c"/>
    <rect x="28" y="152" width="144" height="8" rx="2" fill="#c8843c"/>
    <path d="M62 44h10v28H62zM74 50h8v22h-8z" fill="#b5535a"/><path d="M84 46h9v26h-9z" fill="#84a59d"/>
    <circle cx="126" cy="60" r="12" fill="#6a994e"/><rect x="119" y="62" width="14" height="10" rx="2" fill="#e8ddc7"/>
    <path d="M104 90h11v22h-11zM117 86h9v26h-9z" fill="#2f3e46"/><path d="M128 92h9v20h-9z" fill="#c9a227"/>
    <rect x="62" y="132" width="34" height="20" rx="3" fill="#e8ddc7"/><circle cx="132" cy="140" r="12" fill="#b5535a"/>`,
  'desk-tray': `
    <ellipse cx="100" cy="156" rx="70" ry="8" fill="#00000018"/>
    <path d="M72 112V58l6-12 6 12v54z" fill="#c9a227"/><path d="M92 112V50h8v62z" fill="#2f3e46"/>
    <path d="M108 112V66l7-8 7 8v46z" fill="#b5535a"/>
    <path d="M30 104h140l-10 48H40z" fill="#c8843c"/><path d="M30 104h140l-2 10H32z" fill="#b4722e"/>
    <path d="M132 104V84l28-6-4 26z" fill="#f7f3ea"/>`,
  'reading-chair': `
    <ellipse cx="100" cy="170" rx="62" ry="7" fill="#00000018"/>
    <path d="m56 130-10 38M138 130l12 38M70 134l2 30M122 134l2 30" stroke="#8f5a22" stroke-width="6" stroke-linecap="round"/>
    <path d="M62 54q4-16 22-16h34q18 0 20 16l6 58H54z" fill="#84a59d"/>
    <path d="M72 58q3-10 14-10h30q11 0 13 10l4 46H68z" fill="#95b6ae"/>
    <rect x="42" y="104" width="116" height="28" rx="13" fill="#6b8f86"/>
    <rect x="34" y="88" width="20" height="42" rx="10" fill="#6b8f86"/><rect x="146" y="88" width="20" height="42" rx="10" fill="#6b8f86"/>`,
  'wool-rug': `
    <path d="m44 62 112-8 22 92-154 8z" fill="#b5535a"/><path d="m54 72 94-7 16 71-126 7z" fill="#f0e2c9"/>
    <path d="m64 82 76-5 12 50-98 5z" fill="#c9a227"/><path d="m102 78 22 24-18 26-28-22z" fill="#b5535a"/>
    <path d="m101 90 11 12-9 13-14-11z" fill="#f0e2c9"/>
    <path d="m24 154-6 8M40 153l-5 9M56 152l-4 9M162 147l4 8M178 146l6 8M146 148l3 8" stroke="#8c3d44" stroke-width="3" stroke-linecap="round"/>`,
};
