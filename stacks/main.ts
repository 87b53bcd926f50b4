import { composeApp } from './app';
import { settingsFrom } from './settings';

// the composition root: the only file that reads the environment
composeApp(settingsFrom(process.env)).synth();
