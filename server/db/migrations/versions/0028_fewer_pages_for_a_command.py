"""Fewer pages for a command: rows in the order of their keys, and no index twice."""

from alembic import op

revision = '0028'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        with op.batch_alter_table('event', recreate='always', table_kwargs={'sqlite_with_rowid': False}):
            pass
    with op.batch_alter_table('idempotency', table_kwargs={'sqlite_with_rowid': False}) as batch_op:
        batch_op.drop_index('ix_idempotency_purge_after')
        batch_op.drop_constraint('pk_idempotency', type_='primary')
        batch_op.create_primary_key('pk_idempotency', ['purge_after', 'scope'])
    with op.batch_alter_table('stop') as batch_op:
        batch_op.drop_index('ix_stop_visit')


def downgrade() -> None:
    with op.batch_alter_table('stop') as batch_op:
        batch_op.create_index('ix_stop_visit', ['visit_id'], unique=False)
    with op.batch_alter_table('idempotency') as batch_op:
        batch_op.drop_constraint('pk_idempotency', type_='primary')
        batch_op.create_primary_key('pk_idempotency', ['scope'])
        batch_op.create_index('ix_idempotency_purge_after', ['purge_after'], unique=False)
    if op.get_bind().dialect.name == 'sqlite':
        with op.batch_alter_table('event', recreate='always'):
            pass
