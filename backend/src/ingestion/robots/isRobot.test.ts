import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { visitorAgent } from '../../testing/visitorAgent.ts';
import { createIsRobot } from './isRobot.ts';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const android = `Mozilla/5.0 (Linux; Android 15; SM-S928B Build/AP3A.240905.015.A2; wv) ${webkit} Version/4.0 Chrome/137.0.7151.61 Mobile Safari/537.36`;

const people: readonly [browser: string, userAgent: string][] = [
  ['of the tests', visitorAgent],
  ['Chrome, Windows', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/137.0.0.0 Safari/537.36`],
  ['Chrome, macOS', `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Chrome/137.0.0.0 Safari/537.36`],
  ['Chrome, ChromeOS', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${webkit} Chrome/137.0.0.0 Safari/537.36`],
  ['Chrome, Android', `Mozilla/5.0 (Linux; Android 10; K) ${webkit} Chrome/137.0.0.0 Mobile Safari/537.36`],
  ['Chrome, a Pixel', `Mozilla/5.0 (Linux; Android 15; Pixel 9 Pro) ${webkit} Chrome/137.0.0.0 Mobile Safari/537.36`],
  ['Chrome, a Cubot', `Mozilla/5.0 (Linux; Android 12; CUBOT X70) ${webkit} Chrome/120.0.0.0 Mobile Safari/537.36`],
  ['Chrome, iOS', `${iPhone} CriOS/137.0.7151.51 Mobile/15E148 Safari/604.1`],
  ['Safari, iOS', `${iPhone} Version/18.5 Mobile/15E148 Safari/604.1`],
  [
    'Safari, iPad',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  ],
  ['Firefox, Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:139.0) Gecko/20100101 Firefox/139.0'],
  ['Firefox, Linux', 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0'],
  ['Firefox, Android', 'Mozilla/5.0 (Android 15; Mobile; rv:139.0) Gecko/139.0 Firefox/139.0'],
  ['Firefox, iOS', `${iPhone} FxiOS/139.0 Mobile/15E148 Safari/605.1.15`],
  ['Edge', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/137.0.0.0 Safari/537.36 Edg/137.0.0.0`],
  [
    'Samsung Internet',
    `Mozilla/5.0 (Linux; Android 10; K) ${webkit} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
  ],
  ['Opera', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/135.0.0.0 Safari/537.36 OPR/120.0.0.0`],
  ['DuckDuckGo, iOS', `${iPhone} Version/18.5 Mobile/15E148 DuckDuckGo/7 Safari/605.1.15`],
  ['Google app, iOS', `${iPhone} GSA/370.0.762543316 Mobile/15E148 Safari/604.1`],
  ['an Android WebView', android],
  [
    'Instagram, iOS',
    `${iPhone} Mobile/15E148 Instagram 383.0.0.29.76 (iPhone16,2; iOS 18_5; en_US; en; scale=3.00; 1290x2796; 734234567; IABMV/1)`,
  ],
  [
    'Instagram, Android',
    `${android} Instagram 384.0.0.46.83 Android (35/15; 450dpi; 1080x2340; samsung; SM-S928B; e3q; qcom; en_US; 741234567; IABMV/1)`,
  ],
  [
    'Facebook, iOS',
    `${iPhone} Mobile/22F76 [FBAN/FBIOS;FBAV/516.0.0.41.96;FBBV/737123456;FBDV/iPhone16,2;FBMD/iPhone;FBSN/iOS;FBSV/18.5;FBSS/3;FBID/phone;FBLC/en_US;FBOP/5;FBRV/738123456;IABMV/1]`,
  ],
  ['Facebook, Android', `${android} [FB_IAB/FB4A;FBAV/516.0.0.55.109;IABMV/1;]`],
  ['TikTok', `${iPhone} Mobile/22F76 musical_ly_39.5.0 BytedanceWebview/d8a21c6 JsSdk/2.0 NetType/WIFI`],
  ['WeChat', `${iPhone} Mobile/15E148 MicroMessenger/8.0.60(0x18003c2c) NetType/WIFI Language/en`],
  ['LinkedIn', `${iPhone} Mobile/22F76 [LinkedInApp]/9.31.1234`],
];

const robots: readonly [robot: string, userAgent: string][] = [
  ['Googlebot', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
  [
    'Googlebot that renders',
    `Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) ${webkit} Chrome/137.0.7151.68 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`,
  ],
  [
    'Bingbot',
    `Mozilla/5.0 ${webkit}; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0 Safari/537.36`,
  ],
  ['Applebot', `${iPhone} Version/17.4 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)`],
  ['GPTBot', `Mozilla/5.0 ${webkit}; compatible; GPTBot/1.2; +https://openai.com/gptbot`],
  ['YandexBot', 'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)'],
  [
    'Lighthouse',
    `Mozilla/5.0 (Linux; Android 11; moto g) ${webkit} Chrome/136.0.0.0 Mobile Safari/537.36 Chrome-Lighthouse`,
  ],
  ['headless Chrome', `Mozilla/5.0 (X11; Linux x86_64) ${webkit} HeadlessChrome/137.0.0.0 Safari/537.36`],
  [
    'Cypress',
    `Mozilla/5.0 (X11; Linux x86_64) ${webkit} Cypress/14.4.0 Chrome/130.0.0.0 Electron/33.2.1 Safari/537.36`,
  ],
  ['curl', 'curl/8.14.1'],
  ['Python', 'python-requests/2.32.3'],
  ['Node', 'node'],
];

describe('a User-Agent', () => {
  const isRobot = createIsRobot();

  it.each(people)('of a person is none of a robot: %s', (_browser, userAgent) => {
    expect(isRobot(userAgent)).toBe(false);
    expect(isRobot(userAgent)).toBe(false);
  });

  it.each(robots)('of a robot is known: %s', (_robot, userAgent) => {
    expect(isRobot(userAgent)).toBe(true);
    expect(isRobot(userAgent)).toBe(true);
  });

  it('that is missing, empty or strange says nothing', () => {
    for (const userAgent of [undefined, '', `${visitorAgent} ${'\u00ff'.repeat(16_000)}`])
      expect(isRobot(userAgent)).toBe(false);
  });

  it('is looked at for a moment, however long it is and whatever it repeats', { timeout: 30_000 }, () => {
    const parts = ['a', ' ', '(', '1.', 'x11 ', 'cu', 'a/', 'channel/', 'google/', '-', ':', 'lib', '.co', ';a'];
    for (const part of parts) {
      const userAgent = part.repeat(16_000 / part.length);
      const startedAtMs = performance.now();
      for (let i = 0; i < 50; i += 1) createIsRobot()(`${i}${userAgent}`);
      expect((performance.now() - startedAtMs) / 50).toBeLessThan(2);
    }
  });
});

describe('what is remembered of User-Agents', () => {
  it('does not grow with their number and length', { timeout: 30_000 }, () => {
    setFlagsFromString('--expose-gc');
    const gc: () => void = runInNewContext('gc');
    const isRobot = createIsRobot();
    const held = () => {
      gc();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    const before = held();
    const padding = 'x'.repeat(15_000);
    for (let i = 0; i < 50_000; i += 1) isRobot(`Mozilla/5.0 (X11; Linux x86_64) Visit/${i} ${padding}`);
    const grown = held() - before;
    // Asked once more, so that what it remembers is there until here.
    expect(isRobot(visitorAgent)).toBe(false);
    expect(grown).toBeLessThan(4 * 1024 * 1024);
  });
});
