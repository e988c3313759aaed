import { backupCommand } from './backup.ts'
import type { Command } from './command.ts'
import { restoreCommand } from './restore.ts'

/** All but `start`, in the order in which --help lists them. */
export const commands: Command[] = [backupCommand, restoreCommand]
