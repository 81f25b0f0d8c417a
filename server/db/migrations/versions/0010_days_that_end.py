"""Days that end: counters know since when they are on duty, reservations how they ended."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

_UNSETTLED = sa.text("state IN ('confirmed', 'checked_in')")
#: Table, what is to be forgotten, and how it is found.
_NOTED = (('stop', 'note', 'visit_id'), ('task', 'note', 'visit_id'), ('visit', 'note', 'business_date'), ('visit', 'priority_reason', 'business_date'))


def upgrade() -> None:
    op.add_column('counter', sa.Column('since', sa.BigInteger(), nullable=True))
    op.create_index('ix_reservation_unsettled', 'reservation', ['office', 'day'], unique=False, sqlite_where=_UNSETTLED, postgresql_where=_UNSETTLED)
    for table, noted, by in _NOTED:
        where = sa.text(f'{noted} IS NOT NULL')
        op.create_index(f'ix_{table}_{noted}', table, [by], unique=False, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for table, noted, _ in _NOTED:
        op.drop_index(f'ix_{table}_{noted}', table_name=table)
    op.drop_index('ix_reservation_unsettled', table_name='reservation')
    op.drop_column('counter', 'since')
