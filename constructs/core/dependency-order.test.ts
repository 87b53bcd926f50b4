import { DefaultTokenResolver, StringConcat, TerraformStack, Testing, Tokenization } from 'cdktf';
import { Construct } from 'constructs';
import { sortedByPath } from './dependency-order';

class Waited extends Construct {
  public readonly fqn = `a_b.${this.node.id}`;
}

describe('sortedByPath', () => {
  const stack = new TerraformStack(Testing.app(), 'test');
  const [a, b] = [new Waited(stack, 'A'), new Waited(stack, 'B')];
  const resolver = new DefaultTokenResolver(new StringConcat());
  const rendered = (...waited: Waited[]): unknown =>
    Tokenization.resolve(sortedByPath(waited), { scope: stack, resolver, preparing: false });

  it('does not depend on the order in which somebody began to wait, and names each once', () => {
    expect(rendered(b, a, b)).toEqual(['a_b.A', 'a_b.B']);
    expect(rendered(a, b)).toEqual(['a_b.A', 'a_b.B']);
  });
});
