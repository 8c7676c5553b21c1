/** Something that the sample shop sells. */
export interface Product {
  readonly slug: string;
  readonly name: string;
  /** Whole euros. */
  readonly price: number;
  /** One sentence. */
  readonly line: string;
  /** How much it is liked, in comparison with the others. */
  readonly popularity: number;
}

export const shopName = 'Oak & Lumen';

export const products: readonly Product[] = [
  { slug: 'task-lamp', name: 'Task lamp', price: 79, line: 'Warm light that follows your work.', popularity: 30 },
  { slug: 'oak-desk', name: 'Oak desk', price: 420, line: 'Solid oak, 140 cm wide, one drawer.', popularity: 18 },
  { slug: 'wall-shelf', name: 'Wall shelf', price: 145, line: 'Three boards, no visible screws.', popularity: 16 },
  { slug: 'desk-tray', name: 'Desk tray', price: 32, line: 'Pens and paper in their place.', popularity: 22 },
  { slug: 'reading-chair', name: 'Reading chair', price: 310, line: 'Low, wide, and hard to leave.', popularity: 9 },
  { slug: 'wool-rug', name: 'Wool rug', price: 180, line: 'Woven by hand, 170 × 120 cm.', popularity: 7 },
];

export const pathOf = (product: Product): string => `/products/${product.slug}`;
/** Its script throws an error, so that there is one to find. */
export const brokenPath = '/gift-cards';
export const paymentMethods = ['card', 'invoice', 'transfer'] as const;
