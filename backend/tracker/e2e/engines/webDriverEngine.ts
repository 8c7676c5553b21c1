import type { Engine, EnginePage } from './engine.ts';
import type { Session } from './webDriver.ts';

/** The key under which WebDriver gives the id of an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** A browser that WebDriver controls. Each page is a window of its own, beside the empty one that keeps the browser open. */
export async function webDriverEngine(session: Session): Promise<Engine> {
  const first = (await session.send('windowHandle')) as string;
  return {
    name: `${session.browserName} ${session.browserVersion}`,
    open: () => openWindow(session, first),
    close: () => session.end(),
  };
}

async function openWindow(session: Session, first: string): Promise<EnginePage> {
  const { handle } = (await session.send('newWindow', { type: 'window' })) as { handle: string };
  await session.send('switchTo', { handle });
  let isOpen = true;
  const close = async () => {
    isOpen = false;
    await session.send('closeWindow');
    await session.send('switchTo', { handle: first });
  };
  const find = async (selector: string) => {
    const element = await session.send('findElement', { using: 'css selector', value: selector });
    return (element as { [ELEMENT]: string })[ELEMENT];
  };
  return {
    goto: async (url) => void (await session.send('navigate', { url })),
    run: async <T>(statements: string) => {
      const script = `const [done] = arguments; Promise.resolve((async () => { ${statements} })()).then(done, (error) => done({ error: String(error) }));`;
      const result = await session.send('execute', { script, args: [] });
      const { error } = Object(result) as { error?: string };
      if (error !== undefined) throw new Error(error);
      return result as T;
    },
    click: async (selector) => void (await session.send('click', { id: await find(selector) })),
    type: async (selector, text) => {
      await session.send('type', { id: await find(selector), text: text.replaceAll('\n', '\uE007') });
    },
    back: async () => void (await session.send('back')),
    hide: async () => void (await session.send('minimize')),
    close,
    discard: async () => {
      if (isOpen) await close();
    },
  };
}
