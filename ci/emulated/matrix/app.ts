import { composeMatrix } from './stacks';

// what `cdktf synth` runs for the variants
composeMatrix(process.env).synth();
