import { tail } from '../command';
import { summarize, synthesize } from './summary';

// npm run synth: every stack as Terraform JSON
void main();

async function main(): Promise<void> {
  const { code, output } = await synthesize();
  console.log(code === 0 ? summarize() : tail(output, 40));
  process.exitCode = code;
}
