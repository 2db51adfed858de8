// The way by which everything that a state keeps of a batch is copied.
export { ownedStored, ownedStoredAt } from '../schema/owned-stored.ts'
