// Starts the engine and does nothing else.
import { engineReport } from '../../src/backend/current.ts';

engineReport();
