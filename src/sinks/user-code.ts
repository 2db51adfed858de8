import { type UserFunctionPlace, userFunctionFailed } from '../util/user-function.ts'

/** Runs code of the user, and says so where it throws. @throws USER_FUNCTION_FAILED */
export async function userCode<T>(place: UserFunctionPlace, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    throw userFunctionFailed(place, thrown)
  }
}
