"""Make reports: run notebooks over parameters and publish each as a page that stands alone.

This package knows nothing of what the notebooks are about. What a notebook wants said in the head of its page
and in the index, it displays as an output of the type :data:`dyadlens.report.body.PAGE_TYPE`.
"""
