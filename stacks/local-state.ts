import { LocalBackend, type TerraformStack } from 'cdktf';

/**
 * Keeps the state on this machine. Terraform runs in cdktf.out/stacks/<stack>, which anybody may delete: the state lies
 * three folders up.
 */
export function stateOnThisMachine(stack: TerraformStack): void {
  new LocalBackend(stack, { path: `../../../terraform.${stack.node.id}.tfstate` });
}
