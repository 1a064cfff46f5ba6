# find_package(pann): the targets pann::support, pann::generator, pann::circuit, pann::activity, pann::sim,
# pann::tb, pann::synth, pann::flow and pann::analysis, each with what stands before it.
include(${CMAKE_CURRENT_LIST_DIR}/PannDependencies.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/pannTargets.cmake)
