import { Lazy } from 'cdktf';
import { escapeTemplate } from './template';

describe('escapeTemplate', () => {
  it.each([
    ['plain', 'plain'],
    ['a ${b} %{c}', 'a $${b} %%{c}'],
    ['$ { % {', '$ { % {'],
  ])('writes %j as %j', (value, escaped) => {
    expect(escapeTemplate(value)).toBe(escaped);
  });

  it('leaves a token of the framework alone', () => {
    const token = Lazy.stringValue({ produce: () => 'x' });

    expect(escapeTemplate(`a${token}`)).toBe(`a${token}`);
  });
});
