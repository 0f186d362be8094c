export { connectToInstance, type Instance } from './connect.ts';
export { type InstanceControl, type SocketHost, startSocketHost } from './serve.ts';
