export { connectToInstance, type Instance } from './connect.ts';
export { startSocketHost } from './serve.ts';
