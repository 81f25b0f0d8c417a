"""Ready texts for chosen displays, pictures of notice screens, who speaks, how screens are."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('broadcast', schema=None) as batch_op:
        batch_op.add_column(sa.Column('preset', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('displays', sa.Text(), server_default='[]', nullable=False))

    op.create_table('page_sign',
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('page', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('seen_at', sa.BigInteger(), nullable=False),
    sa.Column('health', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_page_sign_office')),
    sa.PrimaryKeyConstraint('office', 'page', name=op.f('pk_page_sign'))
    )
    with op.batch_alter_table('page_sign', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_page_sign_seen_at'), ['seen_at'], unique=False)

    op.create_table('picture',
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('jpeg', sa.LargeBinary(), nullable=False),
    sa.Column('added_at', sa.BigInteger(), nullable=False),
    sa.Column('by', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_picture_office')),
    sa.PrimaryKeyConstraint('office', 'id', name=op.f('pk_picture'))
    )
    op.create_table('speaker',
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('area', sa.Text(), nullable=False),
    sa.Column('holder', sa.Text(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('until', sa.BigInteger(), nullable=False),
    sa.Column('next_holder', sa.Text(), nullable=True),
    sa.Column('said', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_speaker_office')),
    sa.PrimaryKeyConstraint('office', 'area', name=op.f('pk_speaker'))
    )



def downgrade() -> None:

    op.drop_table('speaker')
    op.drop_table('picture')
    with op.batch_alter_table('page_sign', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_page_sign_seen_at'))

    op.drop_table('page_sign')
    with op.batch_alter_table('broadcast', schema=None) as batch_op:
        batch_op.drop_column('displays')
        batch_op.drop_column('preset')
