import { describe, expect, it } from 'vitest';
import { commonPasswords, normalizedPassword } from './commonPasswords.ts';
import { passwordFault, passwordLimits } from './passwordFault.ts';

const owner = { email: 'Grace.Hopper@navy.example', firstName: 'Grace', lastName: 'Hopper' };

describe('passwordFault', () => {
  it.each([
    'correct horse battery',
    'Tr0ub4dor&3',
    'пароль-из-слов',
    '🐎🔋📎 staple',
    'SecurePass123!',
    ' leading and trailing ',
  ])('accepts %j', (password) => expect(passwordFault(password, owner)).toBeUndefined());

  it.each([
    ['1234567', /at least 8/],
    ['é'.repeat(37), /72 bytes/],
    ['x'.repeat(73), /72 bytes/],
    ['correct\u0000horse', /NUL/],
    ['correct \ud800 horse', /Unicode/],
    ['qwertyuiop', /guess/],
    ['fuckyou2', /guess/],
    ['Chicago1', /guess/],
    ['ＰａｓｓＷｏｒｄ１', /guess/],
    [' password1 ', /guess/],
    ['PassWord123', /guess/],
    ['abababababab', /guess/],
    ['Grafana-Prometheus-2026!', /guess/],
    ['Unified Visibility', /guess/],
    ['grace.hopper', /guess/],
    ['Grace Hopper', /guess/],
    ['hoppergrace', /guess/],
    ['grace.hopper@navy.example', /guess/],
  ])('refuses %j', (password, why) => expect(passwordFault(password, owner)).toMatch(why));

  it('does not need an owner', () => {
    expect(passwordFault('grace.hopper')).toBeUndefined();
    expect(passwordFault('password')).toMatch(/guess/);
  });
});

describe('commonPasswords', () => {
  it('holds thousands that the length lets through, in one form', () => {
    const long = [...commonPasswords].filter(({ length }) => length >= passwordLimits.minCharacters);
    expect(long.length).toBeGreaterThan(15_000);
    for (const password of commonPasswords) expect(password).toBe(normalizedPassword(password));
  });
});
