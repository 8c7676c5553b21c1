import { countSamples } from './countSamples.ts';
import { createExpressStack } from './expressStack.ts';

/** The full Express stack that stores nothing: what every figure is compared with. */
createExpressStack(async (body) => countSamples(body)).listen(Number(process.env.PORT), '127.0.0.1');
