/** What people do to a host and to where it stands. */
export type ManageAct = 'rename' | 'move' | 'renameCustomer' | 'renameSite' | 'revoke' | 'retire';
