import { composeSmall } from './stacks';

// what is synthesized for the local pipeline
composeSmall(process.env).synth();
