import { Token } from 'cdktf';

/**
 * Tells whether a value is known now. A token (a value that only Terraform will know) is not, and no rule may judge it:
 * `known(props.port) && props.port > 65535`.
 */
export function known<Value>(value: Value | undefined): value is Value {
  return value !== undefined && !Token.isUnresolved(value);
}
