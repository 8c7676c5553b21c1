import { dictionary } from '@zxcvbn-ts/language-common';

/** What the list of the package lacks: digits, words of our trade, and the years and marks that people put behind a word. */
const more = `
  123123123 87654321 987654321 0987654321 111111111 1111111111 00000000 000000000 88888888 99999999 77777777 66666666
  55555555 22222222 33333333 44444444 12341234 12121212 abcdefgh aaaaaaaa p@ssword pa$$word password12345 passw0rd123
  p@ssw0rd1 p@ssw0rd123 p@ssword123 thepassword password1! password123! welcome1! changeme123 admin1234 admin12345
  admin123456 adminadmin adminpassword rootroot root1234 rootpassword superuser superadmin secretpassword
  defaultpassword guest123 test12345 test123456 testtest1 tester123 loveme123 mylove123 yamaha123 harley123 september1
  summer123 winter123 spring123 autumn123 summer2023 summer2024 summer2025 winter2023 winter2024 winter2025 monday123
  freedom123 eminem123 letmein! facebook1 linkedin twitter1 youtube1 iphone123 android1 windows10 linux123 server123
  postgres postgres1 postgresql oracle123 mysql123 company1 company123 office123 manager123 student123 school123
  hello1234! family123 mother123 father123 sister12 heaven123 christ123 eagles123 zxcvbnmasdfghjkl abcabc123 abc123!@#
  123456!@# 1234!@#$ !@#$%^&* !@#$1234 1234567! 12345678! 123456789! 1234567890! pass12345 pass123456 mypass123 user1234
  user12345 username1 login123 logmein1
`;

/**
 * The passwords that every guesser tries first, in the form that `normalizedPassword` gives: about 49,000 of public lists of leaked
 * ones. Most are shorter than a password may be, and are refused by their length.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  [...dictionary['passwords-common'], ...more.trim().split(/\s+/)].map(normalizedPassword),
);

/** One form for what people take for the same: no case, no width of letters, no space around. */
export function normalizedPassword(password: string): string {
  return password.normalize('NFKC').toLowerCase().trim();
}
