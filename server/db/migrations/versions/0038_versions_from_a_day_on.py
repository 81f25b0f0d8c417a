"""An approved draft may wait for the day from which a rule is new."""

import sqlalchemy as sa
from alembic import op

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('catalogue_draft') as batch:
        batch.add_column(sa.Column('publish_on', sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('catalogue_draft') as batch:
        batch.drop_column('publish_on')
